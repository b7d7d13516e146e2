import { releaseProxy, wrap } from 'comlink';
import { decodeError, messageOf, NearsideError } from '../core/errors.ts';
import type { EngineControl } from '../engine/engineControl.ts';
import type { ClientPorts, HostEngineOptions, RemoteControl, Settled } from '../engine/hostEngine.ts';
import { awaitDeath } from '../platform/workers/lifeLock.ts';
import { spawnWorker } from '../platform/workers/spawnWorker.ts';
import type { EngineCommand, EngineGreeting } from '../engine/serveEngine.ts';

/** A running engine, in a worker or in this page, to which any number of clients of the page connect. */
export interface EngineConnection {
  connect(ports: ClientPorts): void;
  /** Rejects every call when the engine is gone: calls into a dead worker would never settle. */
  readonly lost: Promise<never>;
  terminate(): void;
}

/** Starts an engine in a worker of its own; on the page where workers cannot have workers. */
export async function startEngine(options: Omit<HostEngineOptions, 'realm'>): Promise<EngineConnection> {
  if (typeof Worker !== 'function') {
    throw new NearsideError('unsupported', 'Expected a browser with Web Workers, got one without.');
  }
  return (await startInWorker(options)) ?? (await startInPage(options));
}

async function startInWorker(
  options: Omit<HostEngineOptions, 'realm'>,
): Promise<EngineConnection | undefined> {
  const worker = spawnWorker(
    import.meta.url,
    () =>
      new Worker(new URL('../../workers/engine.worker.ts', import.meta.url), {
        type: 'module',
        name: 'nearside-engine',
      }),
  );
  const { promise: lost, reject: lose } = Promise.withResolvers<never>();
  lost.catch(() => undefined);
  const ended = new AbortController();
  const die = (reason: string): void => {
    lose(new NearsideError('worker-lost', `The engine stopped: ${reason}`));
  };
  const greeting = await new Promise<EngineGreeting | undefined>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<EngineGreeting>) => {
      resolve(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      resolve(undefined);
      die(event.message);
    };
  });
  if (greeting?.canNest !== true) {
    worker.terminate();
    return undefined;
  }
  awaitDeath(greeting.lockName, ended.signal, () => {
    die('its worker ended.');
  });
  const send = (command: EngineCommand, transfer: Transferable[] = []): void => {
    worker.postMessage(command, transfer);
  };
  send({ kind: 'start', options: { ...options, realm: 'worker' } });
  return {
    connect: (ports) => {
      send({ kind: 'connect', ports }, [ports.control, ports.requests]);
    },
    lost,
    terminate: () => {
      ended.abort();
      worker.terminate();
      lose(new NearsideError('closed', 'The connection was closed.'));
    },
  };
}

async function startInPage(options: Omit<HostEngineOptions, 'realm'>): Promise<EngineConnection> {
  const { hostEngine } = await import('../engine/hostEngine.ts');
  const engine = hostEngine({ ...options, realm: 'page' });
  const { promise: lost } = Promise.withResolvers<never>();
  return {
    connect: (ports) => {
      engine.connect(ports);
    },
    lost,
    terminate: () => undefined,
  };
}

type Calls = {
  [Call in keyof EngineControl]: (
    ...parameters: Parameters<EngineControl[Call]>
  ) => Promise<Awaited<ReturnType<EngineControl[Call]>>>;
};

/** The engine's seldom calls with their typed errors back in place. */
export interface Control {
  readonly calls: Calls;
  /** Rejects what is pending and everything to come: calls into an engine that is gone would never settle. */
  readonly end: (error: NearsideError) => void;
}

export function callControl(port: MessagePort): Control {
  const remote = wrap<RemoteControl>(port);
  const pending = new Set<(error: NearsideError) => void>();
  let ended: NearsideError | undefined;

  async function settle(name: keyof EngineControl, parameters: readonly unknown[]): Promise<unknown> {
    const call = remote[name] as unknown as (...values: readonly unknown[]) => Promise<Settled<unknown>>;
    const settled = await call(...parameters).catch(refuseUnsendable);
    if (settled.kind === 'done') return settled.value;
    throw decodeError(settled.error);
  }

  const calls = new Proxy({} as Calls, {
    get:
      (_, name: keyof EngineControl) =>
      async (...parameters: unknown[]) => {
        if (ended !== undefined) throw ended;
        const { promise, resolve, reject } = Promise.withResolvers<unknown>();
        pending.add(reject);
        settle(name, parameters).then(resolve, reject);
        try {
          return await promise;
        } finally {
          pending.delete(reject);
        }
      },
  });
  return {
    calls,
    end: (error) => {
      if (ended !== undefined) return;
      ended = error;
      for (const reject of pending) reject(error);
      remote[releaseProxy]();
    },
  };
}

/** A value that structured clone cannot take never left the page. */
function refuseUnsendable(cause: unknown): never {
  const message = `Expected values that can be sent to a worker: ${messageOf(cause)}`;
  throw new NearsideError('bad-input', message, { cause });
}
