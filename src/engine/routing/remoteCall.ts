import type { NearsideError } from '../../core/errors.ts';
import type { JobOutput } from '../../core/ports.ts';
import type { EngineRequest } from '../engineRequest.ts';
import type { RowWidener } from '../textReader.ts';
import type { LocalSpecs } from './remoteKnowledge.ts';
import type { Sending } from './readScreened.ts';

/** One request on its way to the endpoint. */
export interface RemoteCall extends Sending {
  /** What the outputs are for. */
  readonly request: EngineRequest;
  readonly rows: number;
  /** By which it was prepared: tensors and outputs are named by their places here. */
  readonly specs: NonNullable<LocalSpecs>;
  /** Joins its rows with those of other widths; without it, rows that go together are alike. */
  readonly widener: RowWidener | undefined;
  /** Which part it is of a request that was cut; absent for a whole one. */
  readonly part?: number;
  readonly version: string | undefined;
  readonly sizeBytes: number;
  /** Nothing else can answer, so the endpoint gets all the time there is. */
  readonly isPatient: boolean;
  /** Runs on when its answer is no longer wanted: asked to learn how long it takes. */
  readonly isProbe: boolean;
  readonly addedAt: number;
  isGone: boolean;
  fail(error: NearsideError): void;
}

/** What an HTTP call brought to the requests that it carried. */
export interface RemoteBatch {
  readonly calls: readonly RemoteCall[];
  /** Rows of all calls one behind the other. */
  readonly outputs: readonly JobOutput[];
  /** That went together, in the largest part of a request that was cut. */
  readonly rows: number;
  readonly startAt: number;
  readonly ms: number;
  /** As the endpoint says; absent where it does not. */
  readonly version: string | undefined;
}
