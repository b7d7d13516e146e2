import type { Clock } from '../core/clock.ts';
import type { ModelRecorder } from '../core/telemetry/modelRecorder.ts';
import type { OthersReader } from './admitToQueue.ts';
import type { BatchingReader } from './createPolicyReader.ts';
import type { OfferListener } from './demandMeter.ts';

export interface DeploymentPorts extends OthersReader, OfferListener, BatchingReader {
  readonly clock: Clock;
  readonly recorder: ModelRecorder;
  /** How coarse the marks of an execution are. */
  readonly clockTickMs: number;
  /** Refuses what is late by now. */
  readonly expire: () => void;
}
