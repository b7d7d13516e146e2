import { NearsideError } from '../core/errors.ts';
import type { HostEngineOptions } from '../engine/hostEngine.ts';
import type { EngineCommand, EngineGreeting } from '../engine/serveEngine.ts';
import type { GateLetter } from '../platform/tabs/brokerMessages.ts';
import type { ClientPorts } from '../platform/tabs/gateMessages.ts';
import { awaitDeath, holdLifeLock } from '../platform/workers/lifeLock.ts';
import { spawnWorker } from '../platform/workers/spawnWorker.ts';

/** A running engine, in a worker of this page or in the page itself. */
export interface EngineConnection {
  connect(ports: ClientPorts): void;
  /** Lets in another tab, or the service worker. */
  admit(letter: GateLetter): void;
  /** Rejects when the engine is gone: calls into a dead worker would never settle. */
  readonly lost: Promise<never>;
  terminate(): void;
}

type StartOptions = Omit<HostEngineOptions, 'realm'>;

/** Starts an engine in a worker of its own; on the page where workers cannot have workers. */
export async function startEngine(options: StartOptions): Promise<EngineConnection> {
  if (typeof Worker !== 'function') {
    throw new NearsideError('unsupported', 'Expected a browser with Web Workers, got one without.');
  }
  return (await startInWorker(options)) ?? (await startInPage(options));
}

async function startInWorker(options: StartOptions): Promise<EngineConnection | undefined> {
  const { engineLock } = options;
  const worker = spawnWorker(
    import.meta.url,
    () =>
      new Worker(new URL('../../workers/engine.worker.ts', import.meta.url), {
        type: 'module',
        name: engineLock,
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
  awaitDeath(engineLock, ended.signal, () => {
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
    admit: (letter) => {
      send({ kind: 'admit', letter }, [letter.gate]);
    },
    lost,
    terminate: () => {
      ended.abort();
      worker.terminate();
      lose(new NearsideError('closed', 'The connection was closed.'));
    },
  };
}

async function startInPage(options: StartOptions): Promise<EngineConnection> {
  const [{ hostEngine }] = await Promise.all([
    import('../engine/hostEngine.ts'),
    holdLifeLock(options.engineLock),
  ]);
  const engine = hostEngine({ ...options, realm: 'page' });
  const { promise: lost } = Promise.withResolvers<never>();
  return { ...engine, lost, terminate: () => undefined };
}
