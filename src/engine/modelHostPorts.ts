import type { Clock } from '../core/clock.ts';
import type { ExpressLane, InstanceFactory, RepositoryReader, VerdictStore } from '../core/ports.ts';
import type { LoadProgress } from '../core/repository/modelStatus.ts';
import type { DeviceLoad } from '../core/scheduling/admitRequest.ts';
import type { SettingsValue } from '../core/settings/settingsValue.ts';
import type { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import type { AnswerLead } from './clientMessages.ts';

type LaneChange =
  | { readonly kind: 'open'; readonly lane: ExpressLane; readonly lead: AnswerLead }
  | { readonly kind: 'closed' };

export interface ModelHostPorts {
  readonly clock: Clock;
  readonly factory: InstanceFactory;
  readonly verdicts: VerdictStore;
  readonly reader: RepositoryReader;
  readonly recorder: ModelRecorder;
  readonly cores: number;
  readonly isIsolated: boolean;
  readonly getSettings: () => SettingsValue;
  /** What the models but this one have to do at a priority or above. */
  readonly readOthers: (priority: number) => Pick<DeviceLoad, 'othersMs' | 'slots'>;
  /** How many instances of this model the device has room for beside the other models. */
  readonly countRoom: () => number;
  readonly onChange: () => void;
  readonly onProgress: (progress: LoadProgress) => void;
  /** The express lane of this model opened or closed. */
  readonly onLane: (change: LaneChange) => void;
}
