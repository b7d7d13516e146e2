import { holdLifeLock } from '../platform/workers/lifeLock.ts';
import { hostEngine, type ClientPorts, type HostedEngine, type HostEngineOptions } from './hostEngine.ts';

/** Page to engine worker. */
export type EngineCommand =
  | { readonly kind: 'start'; readonly options: HostEngineOptions }
  | { readonly kind: 'connect'; readonly ports: ClientPorts };

/** Engine worker to page: whether it can start workers of its own. */
export interface EngineGreeting {
  readonly kind: 'hello';
  readonly canNest: boolean;
  /** Held by the worker for life. */
  readonly lockName: string;
}

interface WorkerScope {
  postMessage(message: EngineGreeting): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<EngineCommand>) => void): void;
}

/** Serves an engine in this worker to the pages that connect. */
export function serveEngine(scope: WorkerScope): void {
  let engine: HostedEngine | undefined;
  scope.addEventListener('message', ({ data }) => {
    if (data.kind === 'start') engine = hostEngine(data.options);
    else engine?.connect(data.ports);
  });
  const lockName = `nearside-engine-${crypto.randomUUID()}`;
  void holdLifeLock(lockName).then(() => {
    scope.postMessage({ kind: 'hello', canNest: typeof Worker === 'function', lockName });
  });
}
