import type { InstanceSpec } from '../core/ports.ts';
import type { VersionConfig } from '../core/repository/modelConfig.ts';
import type { Deployment } from './deployment.ts';
import type { InstanceSlot } from './instanceSlot.ts';

/** What is loaded of a version, as others see it. */
export interface LoadedView {
  readonly version: VersionConfig;
  readonly spec: InstanceSpec;
  readonly deployment: Deployment | undefined;
  readonly slots: readonly InstanceSlot[];
}
