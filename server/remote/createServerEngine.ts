import { availableParallelism } from 'node:os';
import { NearsideError } from '../../src/core/errors.ts';
import { createEngine } from '../../src/engine/createEngine.ts';
import type { Engine, EnginePorts } from '../../src/engine/engine.ts';
import { defaultSettings } from '../../src/core/settings/settingsValue.ts';
import { createHash128 } from '../../src/platform/crypto/createHash128.ts';
import { WorkerInstance } from '../../src/platform/workers/workerInstance.ts';
import { createFileReader } from './createFileReader.ts';
import { noResultStore } from './noResultStore.ts';
import { serverClock } from './serverClock.ts';
import { serverProbe } from './serverProbe.ts';
import { spawnThread } from './spawnThread.ts';

export interface ServerEngineOptions {
  /** Folder of the model repository. */
  readonly models: string;
  /** The script of an inference thread. */
  readonly threadScript: URL;
  /** Threads that run a model's batches side by side. */
  readonly instances: number;
}

/** The engine on what Node offers: threads, the file system, settings for the life of the process. */
export function createServerEngine({ models, threadScript, instances }: ServerEngineOptions): Engine {
  // Stays empty: a thread reads the runtime from the file system itself.
  const runtimes = new Map<'wasm' | 'webgpu', WebAssembly.Module>();
  return createEngine({
    clock: serverClock,
    factory: {
      create: (spec, events) =>
        new WorkerInstance(spec, events, {
          canShare: true,
          spawn: () => spawnThread(threadScript),
          runtimes,
        }),
    },
    verdicts: { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
    probe: serverProbe,
    reader: createFileReader(models),
    settingsStore: createMemorySettings({ instances, cache: { ...defaultSettings.cache, enabled: false } }),
    hash: createHash128(),
    resultStore: noResultStore,
    announceClear: () => undefined,
    imageReader: {
      read: () => {
        throw new NearsideError('unsupported', 'Expected tensors on a server, got an image.');
      },
    },
    // One thread a session: more sessions, not more threads, are what a server of small models gains from.
    environment: { isolated: false, cores: availableParallelism(), engineRealm: 'page' },
    pageUrl: 'http://localhost/',
  });
}

function createMemorySettings(
  initial: Awaited<ReturnType<EnginePorts['settingsStore']['read']>>,
): EnginePorts['settingsStore'] {
  let settings = initial;
  return {
    read: () => Promise.resolve(settings),
    write: (value) => {
      settings = value;
      return Promise.resolve();
    },
  };
}
