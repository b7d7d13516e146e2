import type { LoadGauges } from '../../core/load/loadLedger.ts';

/** What a run sends its requests to. */
export interface LoadTarget {
  /** Rejects with a typed error, or with the signal's reason. */
  send(index: number, signal: AbortSignal): Promise<unknown>;
  /** Rows that one request carries. */
  readonly rowsPerRequest: number;
  /** Called once a second; batch sizes are those since the call before. */
  readGauges(): Promise<LoadGauges>;
  close(): void;
}
