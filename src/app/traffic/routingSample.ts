import type { RoutingStatus, SettingsValue } from '../../client/index.ts';

/** What was known of routing at one moment. */
export interface RoutingSample {
  readonly status: RoutingStatus;
  readonly settings: SettingsValue;
}
