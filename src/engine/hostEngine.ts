import { expose } from 'comlink';
import { version } from '../../package.json';
import type { CacheFilter } from '../core/caching/cachedResult.ts';
import { encodeError, toNearsideError, type EncodedError } from '../core/errors.ts';
import type { SettingsStore } from '../core/ports.ts';
import type { EngineEnvironment } from '../core/telemetry/metricsSnapshot.ts';
import { browserClock } from '../platform/browserClock.ts';
import { browserProbe } from '../platform/browserProbe.ts';
import { browserImageReader } from '../platform/images/browserImageReader.ts';
import { createHash128 } from '../platform/crypto/createHash128.ts';
import { browserNetwork } from '../platform/network/browserNetwork.ts';
import { createKeptFetch } from '../platform/network/createKeptFetch.ts';
import { createRepositoryReader } from '../platform/network/createRepositoryReader.ts';
import { idbAddedModels } from '../platform/storage/idbAddedModels.ts';
import { createIdbResultStore } from '../platform/storage/idbResultStore.ts';
import { idbVerdictStore } from '../platform/storage/idbVerdictStore.ts';
import { idbSettingsStore } from '../platform/storage/idbSettingsStore.ts';
import { idbUsageStore } from '../platform/storage/idbUsageStore.ts';
import { createTrial } from '../platform/trial/createTrial.ts';
import { spawnInferenceWorker } from '../platform/workers/spawnInferenceWorker.ts';
import { spawnTrialWorker } from '../platform/workers/spawnTrialWorker.ts';
import { WorkerInstance } from '../platform/workers/workerInstance.ts';
import { awaitDeath } from '../platform/workers/lifeLock.ts';
import { takeMessage } from '../platform/workers/takeMessage.ts';
import type { GateLetter } from '../platform/tabs/brokerMessages.ts';
import type { ClientPorts } from '../platform/tabs/gateMessages.ts';
import type { ClientMessage } from './clientMessages.ts';
import type { LaneReach } from './clientSession.ts';
import { createEngine } from './createEngine.ts';
import { createEngineBackend, type EngineBackend } from './createEngineBackend.ts';
import type { EngineControl } from './engineControl.ts';
import { EngineLetters } from './engineLetters.ts';
import { openGate } from './openGate.ts';
import { VisitKeeper } from './visitKeeper.ts';

export interface HostEngineOptions {
  readonly repositoryUrl: string;
  readonly pageUrl: string;
  readonly realm: 'worker' | 'page';
  /** Held for as long as the engine lives. */
  readonly engineLock: string;
  /** Whether a service worker answers from what is kept for visits without a network. */
  readonly isKeeping: boolean;
}

export interface HostedEngine {
  /** Connects a client of the page that hosts the engine. */
  connect(ports: ClientPorts): void;
  /** Lets in a realm that shares no memory with the engine: another tab, or the service worker. */
  admit(letter: GateLetter): void;
}

/** What a control call settles with: Comlink would drop an error's code. */
export type Settled<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'failed'; readonly error: EncodedError };

/** {@link EngineControl} as it crosses the boundary. */
export type RemoteControl = {
  [Call in keyof EngineControl]: (
    ...parameters: Parameters<EngineControl[Call]>
  ) => Promise<Settled<Awaited<ReturnType<EngineControl[Call]>>>>;
};

const settingsChannelName = 'nearside-settings';
const clearChannelName = 'nearside-clear';
const addedChannelName = 'nearside-added';

/** Runs an engine in this realm on the browser's adapters. */
export function hostEngine({
  repositoryUrl,
  pageUrl,
  realm,
  engineLock,
  isKeeping,
}: HostEngineOptions): HostedEngine {
  const isIsolated = globalThis.crossOriginIsolated;
  const settingsChannel = new BroadcastChannel(settingsChannelName);
  const clearChannel = new BroadcastChannel(clearChannelName);
  const keeper = new VisitKeeper(isKeeping);
  const reader = createRepositoryReader(
    repositoryUrl,
    createKeptFetch(() => keeper.isKeeping),
  );
  const addedChannel = new BroadcastChannel(addedChannelName);
  const runtimes = new Map<'wasm' | 'webgpu', WebAssembly.Module>();
  const engine = createEngine({
    clock: browserClock,
    factory: {
      create: (spec, events) => {
        const instance = new WorkerInstance(spec, events, {
          canShare: isIsolated,
          spawn: spawnInferenceWorker,
          runtimes,
        });
        instance.ready.then(
          () => keeper.keepRuntime(spec.backend),
          () => undefined,
        );
        return instance;
      },
    },
    verdicts: idbVerdictStore,
    probe: browserProbe,
    reader,
    settingsStore: announceWrites(settingsChannel),
    usageStore: idbUsageStore,
    imageReader: browserImageReader,
    hash: createHash128(),
    resultStore: createIdbResultStore(),
    announceClear: (filter) => {
      clearChannel.postMessage(filter);
    },
    environment: readEnvironment(realm),
    network: browserNetwork,
    pageUrl,
    added: {
      trial: createTrial(spawnTrialWorker),
      store: idbAddedModels,
      announce: () => {
        addedChannel.postMessage('changed');
      },
    },
  });
  clearChannel.onmessage = ({ data }: MessageEvent<CacheFilter>) => {
    void engine.clearCache(data);
  };
  addedChannel.onmessage = () => {
    engine.refreshAdded().catch(() => undefined);
  };
  settingsChannel.onmessage = () => {
    // What serves goes on as it is where a model cannot be loaded by them.
    engine.refreshSettings().catch(() => undefined);
  };
  let backend: EngineBackend | undefined;

  function connect({ control, requests }: ClientPorts, laneReach: LaneReach): () => void {
    const letters = new EngineLetters((message) => {
      connection.session.receive(message);
    });
    const connection = engine.connect(
      (message, transfer = []) => {
        if (!letters.carry(message)) requests.postMessage(message, transfer);
      },
      {
        laneReach,
        announce: (id) => {
          letters.announce(id);
        },
      },
    );
    const close = (): void => {
      letters.close();
      connection.close();
    };
    requests.onmessage = (event: MessageEvent<ClientMessage>) => {
      const message = takeMessage(event);
      letters.drain();
      if (message.kind === 'letters') letters.open(message.buffer);
      else if (message.kind === 'close') close();
      else connection.session.receive(message);
    };
    control.addEventListener('message', () => {
      letters.drain();
    });
    expose(settleAll(keeper.endWith(connection.control)), control);
    return close;
  }

  return {
    connect: (ports) => {
      connect(ports, 'shared');
    },
    admit: ({ gate, clientLock }) => {
      const gateEngine = {
        connect: (ports: ClientPorts) => connect(ports, 'port'),
        protocol: () => (backend ??= createEngineBackend(engine, { clock: browserClock, reader })),
        serverVersion: version,
        engineLock,
      };
      openGate(gate, clientLock, gateEngine, awaitDeath);
    },
  };
}

function readEnvironment(engineRealm: HostEngineOptions['realm']): EngineEnvironment {
  // Chromium alone tells, in GiB.
  const { deviceMemory } = navigator as { readonly deviceMemory?: number };
  return {
    isolated: globalThis.crossOriginIsolated,
    cores: navigator.hardwareConcurrency,
    engineRealm,
    ...(deviceMemory === undefined ? {} : { memoryBytes: deviceMemory * 2 ** 30 }),
  };
}

/** The settings store, with a word to the other engines of this origin after each write. */
function announceWrites(channel: BroadcastChannel): SettingsStore {
  return {
    read: () => idbSettingsStore.read(),
    write: async (value) => {
      await idbSettingsStore.write(value);
      channel.postMessage('changed');
    },
  };
}

function settleAll(control: EngineControl): RemoteControl {
  const entries = Object.entries(control).map(([name, call]) => [
    name,
    async (...parameters: unknown[]): Promise<Settled<unknown>> => {
      try {
        return { kind: 'done', value: await (call as (...values: unknown[]) => unknown)(...parameters) };
      } catch (error) {
        return { kind: 'failed', error: encodeError(toNearsideError(error, 'model-load')) };
      }
    },
  ]);
  return Object.fromEntries(entries) as RemoteControl;
}
