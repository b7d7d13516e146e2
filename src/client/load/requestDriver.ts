import { NearsideError } from '../../core/errors.ts';
import type { LoadLedger } from '../../core/load/loadLedger.ts';
import type { LoadTarget } from './loadTarget.ts';

/** A ledger that counts the same requests from an earlier start of its own. */
export interface OverallLedger {
  readonly ledger: LoadLedger;
  readonly startAt: number;
}

/** What all drivers of a run share. */
export interface RunPorts {
  readonly target: LoadTarget;
  /** Aborted by a stop. */
  readonly signal: AbortSignal;
  readonly nextIndex: () => number;
  /** The run cannot go on. */
  readonly fail: (error: unknown) => void;
  readonly overall?: OverallLedger;
}

/** Codes that say that the plan itself cannot be carried out; any other is one request's fate. */
const fatalCodes = new Set(['bad-input', 'closed']);

/** Sends requests, times them from their intended start and counts what becomes of them. Times are milliseconds from its making. */
export class RequestDriver {
  readonly ledger: LoadLedger;
  readonly startAt = performance.now();
  outstanding = 0;
  /** Called after every settlement; `isAnswered` is false for a refusal. */
  onSettled: (isAnswered: boolean) => void = () => undefined;
  readonly #ports: RunPorts;
  readonly #giveUp = new AbortController();
  readonly #signal: AbortSignal;
  readonly #overallOffsetMs: number;
  #onDrained: (() => void) | undefined;

  constructor(ports: RunPorts, ledger: LoadLedger) {
    this.#ports = ports;
    this.ledger = ledger;
    this.#signal = AbortSignal.any([ports.signal, this.#giveUp.signal]);
    this.#overallOffsetMs = this.startAt - (ports.overall?.startAt ?? 0);
  }

  get elapsedMs(): number {
    return performance.now() - this.startAt;
  }

  /** @param lagMs how late it is; undefined where it is not sent by a schedule */
  send(intendedMs: number, lagMs?: number): void {
    const { target, nextIndex, overall } = this.#ports;
    this.outstanding += 1;
    this.ledger.offer(intendedMs, lagMs);
    overall?.ledger.offer(intendedMs + this.#overallOffsetMs, lagMs);
    target.send(nextIndex(), this.#signal).then(
      () => {
        this.#complete(intendedMs);
      },
      (error: unknown) => {
        this.#refuse(error);
      },
    );
  }

  /** Resolves when nothing is outstanding; what has no answer after `limitMs` is aborted and counts as unanswered. */
  async drain(limitMs: number): Promise<void> {
    if (this.outstanding === 0) return;
    const timer = setTimeout(() => {
      this.#giveUp.abort();
    }, limitMs);
    await new Promise<void>((resolve) => {
      this.#onDrained = resolve;
    });
    clearTimeout(timer);
  }

  #complete(intendedMs: number): void {
    const atMs = this.elapsedMs;
    this.ledger.complete(atMs, atMs - intendedMs);
    this.#ports.overall?.ledger.complete(atMs + this.#overallOffsetMs, atMs - intendedMs);
    this.#settle(true);
  }

  #refuse(error: unknown): void {
    if (!this.#signal.aborted) {
      const code = codeOf(error);
      const refusal = error instanceof NearsideError ? error.refusal : undefined;
      const atMs = this.elapsedMs;
      this.ledger.refuse(atMs, code, refusal);
      this.#ports.overall?.ledger.refuse(atMs + this.#overallOffsetMs, code, refusal);
      if (fatalCodes.has(code)) this.#ports.fail(error);
    }
    this.#settle(false);
  }

  #settle(isAnswered: boolean): void {
    this.outstanding -= 1;
    this.onSettled(isAnswered);
    if (this.outstanding === 0) this.#onDrained?.();
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'unexpected';
}
