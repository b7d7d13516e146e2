import { expose } from 'comlink';
import type { CacheFilter } from '../core/caching/cachedResult.ts';
import { encodeError, toNearsideError, type EncodedError } from '../core/errors.ts';
import type { SettingsStore } from '../core/ports.ts';
import type { EngineEnvironment } from '../core/telemetry/metricsSnapshot.ts';
import { browserClock } from '../platform/browserClock.ts';
import { browserProbe } from '../platform/browserProbe.ts';
import { browserImageReader } from '../platform/images/browserImageReader.ts';
import { createHash128 } from '../platform/crypto/createHash128.ts';
import { createRepositoryReader } from '../platform/network/createRepositoryReader.ts';
import { createIdbResultStore } from '../platform/storage/idbResultStore.ts';
import { idbVerdictStore } from '../platform/storage/idbVerdictStore.ts';
import { idbSettingsStore } from '../platform/storage/idbSettingsStore.ts';
import { spawnInferenceWorker } from '../platform/workers/spawnInferenceWorker.ts';
import { WorkerInstance } from '../platform/workers/workerInstance.ts';
import type { ClientMessage } from './clientMessages.ts';
import { createEngine } from './createEngine.ts';
import type { EngineControl } from './engineControl.ts';

export interface HostEngineOptions {
  readonly repositoryUrl: string;
  readonly pageUrl: string;
  readonly realm: 'worker' | 'page';
}

/** The ports of one connected page: seldom calls through Comlink, requests and answers as packed messages. */
export interface ClientPorts {
  readonly control: MessagePort;
  readonly requests: MessagePort;
}

export interface HostedEngine {
  connect(ports: ClientPorts): void;
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

/** Runs an engine in this realm on the browser's adapters. */
export function hostEngine({ repositoryUrl, pageUrl, realm }: HostEngineOptions): HostedEngine {
  const isIsolated = globalThis.crossOriginIsolated;
  const settingsChannel = new BroadcastChannel(settingsChannelName);
  const clearChannel = new BroadcastChannel(clearChannelName);
  const engine = createEngine({
    clock: browserClock,
    factory: {
      create: (spec, events) =>
        new WorkerInstance(spec, events, { canShare: isIsolated, spawn: spawnInferenceWorker }),
    },
    verdicts: idbVerdictStore,
    probe: browserProbe,
    reader: createRepositoryReader(repositoryUrl),
    settingsStore: announceWrites(settingsChannel),
    imageReader: browserImageReader,
    hash: createHash128(),
    resultStore: createIdbResultStore(),
    announceClear: (filter) => {
      clearChannel.postMessage(filter);
    },
    environment: readEnvironment(realm),
    pageUrl,
  });
  clearChannel.onmessage = ({ data }: MessageEvent<CacheFilter>) => {
    void engine.clearCache(data);
  };
  settingsChannel.onmessage = () => {
    void engine.refreshSettings();
  };
  return {
    connect: ({ control, requests }) => {
      const connection = engine.connect((message, transfer = []) => {
        requests.postMessage(message, transfer);
      });
      requests.onmessage = ({ data }: MessageEvent<ClientMessage>) => {
        if (data.kind === 'close') connection.close();
        else connection.session.receive(data);
      };
      expose(settleAll(connection.control), control);
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
