import type { CacheFilter } from '../core/caching/cachedResult.ts';
import type { Hash128 } from '../core/caching/hash128.ts';
import type { ResultStore } from '../core/caching/resultStore.ts';
import type { Clock } from '../core/clock.ts';
import type {
  DeviceProbe,
  ImageReader,
  InstanceFactory,
  RepositoryReader,
  SettingsStore,
  UsageStore,
  VerdictStore,
} from '../core/ports.ts';
import type { RemoteNetwork } from '../core/routing/remotePort.ts';
import type { EngineEnvironment } from '../core/telemetry/metricsSnapshot.ts';
import type { AddedModelsPorts } from './addedModels.ts';
import type { EngineMessage } from './clientMessages.ts';
import type { ClientSession, LaneReach } from './clientSession.ts';
import type { EngineControl } from './engineControl.ts';

export interface EnginePorts {
  readonly clock: Clock;
  readonly factory: InstanceFactory;
  readonly verdicts: VerdictStore;
  readonly probe: DeviceProbe;
  readonly reader: RepositoryReader;
  readonly settingsStore: SettingsStore;
  readonly usageStore?: UsageStore;
  readonly imageReader: ImageReader;
  readonly hash: Promise<Hash128>;
  readonly resultStore: ResultStore;
  /** Results were cleared here: other engines of the origin have their own in memory. */
  readonly announceClear: (filter: CacheFilter) => void;
  readonly environment: EngineEnvironment;
  /** Absent where there is nothing remote to ask. */
  readonly network?: RemoteNetwork;
  /** Against which relative URLs resolve. */
  readonly pageUrl: string;
  /** Without it no models can be added. */
  readonly added?: AddedModelsPorts;
}

export interface Engine {
  /** Connects a client; `send` carries answers and notices to it, `announce` tells of an answer that is sent in a moment. */
  connect(
    send: (message: EngineMessage, transfer?: ArrayBuffer[]) => void,
    options?: { readonly laneReach?: LaneReach; readonly announce?: (id: number) => void },
  ): {
    readonly session: ClientSession;
    readonly control: EngineControl;
    close(): void;
  };
  /** Another realm changed the settings. */
  refreshSettings(): Promise<void>;
  /** Another realm added or removed a model. */
  refreshAdded(): Promise<void>;
  /** Another realm cleared results. */
  clearCache(filter: CacheFilter): Promise<void>;
}
