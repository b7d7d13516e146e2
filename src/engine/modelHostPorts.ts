import type { Clock } from '../core/clock.ts';
import type {
  ExpressLane,
  InstanceFactory,
  RepositoryReader,
  VerdictStore,
  DeviceProbe,
} from '../core/ports.ts';
import type { LoadProgress } from '../core/repository/modelStatus.ts';
import type { DeviceLoad } from '../core/scheduling/admitRequest.ts';
import type { SettingsValue } from '../core/settings/settingsValue.ts';
import type { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import type { AnswerLead } from './clientMessages.ts';
import type { LoadedView } from './loadedView.ts';

type LaneChange =
  | { readonly kind: 'open'; readonly lane: ExpressLane; readonly lead: AnswerLead }
  | { readonly kind: 'closed' };

export interface ModelHostPorts {
  readonly clock: Clock;
  readonly factory: InstanceFactory;
  readonly verdicts: VerdictStore;
  readonly probe: DeviceProbe;
  readonly reader: RepositoryReader;
  readonly recorder: ModelRecorder;
  readonly cores: number;
  readonly isIsolated: boolean;
  readonly getSettings: () => SettingsValue;
  /** What everything else that is loaded has to do at a priority or above. */
  readonly readOthers: (self: LoadedView, priority: number) => Pick<DeviceLoad, 'othersMs' | 'slots'>;
  /** How many instances of this version the device has room for beside everything else that is loaded. */
  readonly countRoom: (self: LoadedView) => number;
  /** Whether requests keep the device at work. */
  readonly isUnderLoad: () => boolean;
  /** Something of this size is about to be loaded. */
  readonly makeRoom: (neededBytes: number) => void;
  /** Refuses what is late by now. */
  readonly expire: () => void;
  readonly onChange: () => void;
  readonly onProgress: (progress: LoadProgress) => void;
  /** The express lane of this model opened or closed. */
  readonly onLane: (change: LaneChange) => void;
  /** Another version, or the same in another form, serves from now on. */
  readonly onServing: (next: LoadedView, previous: LoadedView | undefined) => void;
}
