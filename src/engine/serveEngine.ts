import { holdLifeLock } from '../platform/workers/lifeLock.ts';
import type { GateLetter } from '../platform/tabs/brokerMessages.ts';
import type { ClientPorts } from '../platform/tabs/gateMessages.ts';
import { hostEngine, type HostedEngine, type HostEngineOptions } from './hostEngine.ts';

/** Page to engine worker. */
export type EngineCommand =
  | { readonly kind: 'start'; readonly options: HostEngineOptions }
  | { readonly kind: 'connect'; readonly ports: ClientPorts }
  | { readonly kind: 'admit'; readonly letter: GateLetter };

/** Engine worker to page, once it holds its lock: whether it can start workers of its own. */
export interface EngineGreeting {
  readonly kind: 'hello';
  readonly canNest: boolean;
}

interface WorkerScope {
  /** Names the lock that the worker holds for life. */
  readonly name: string;
  postMessage(message: EngineGreeting): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<EngineCommand>) => void): void;
  close(): void;
}

/** Serves an engine in this worker to the clients that connect. */
export function serveEngine(scope: WorkerScope): void {
  let engine: HostedEngine | undefined;
  scope.addEventListener('message', ({ data }) => {
    if (data.kind === 'start') engine = hostEngine(data.options);
    else if (data.kind === 'connect') engine?.connect(data.ports);
    else engine?.admit(data.letter);
  });
  // Another tab took over because this one was silent: there is to be one engine.
  const giveWay = (): void => {
    scope.close();
  };
  void holdLifeLock(scope.name, giveWay).then(() => {
    scope.postMessage({ kind: 'hello', canNest: typeof Worker === 'function' });
  });
}
