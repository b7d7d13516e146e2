import type { NearsideError } from '../errors.ts';
import type { RouteReason } from '../protocol/inference.ts';
import type { FailureVerdict } from './judgeFailure.ts';
import type { Side } from './routingStatus.ts';

/** What whoever carries a journey out has to do, in this order. */
export type JourneyStep =
  | { readonly kind: 'start'; readonly side: Side; readonly reason: RouteReason }
  /** The same side once more, after a wait. */
  | { readonly kind: 'retry'; readonly side: Side; readonly delayMs: number }
  | { readonly kind: 'cancel'; readonly side: Side }
  /** This side's answer is the answer. */
  | { readonly kind: 'settle'; readonly side: Side; readonly reason: RouteReason }
  | { readonly kind: 'refuse'; readonly error: NearsideError };

export interface JourneyFailure {
  /** Undefined where the request itself is wrong. */
  readonly verdict: FailureVerdict | undefined;
  readonly error: NearsideError;
}

/** What may be done about a failure now. */
export interface SecondChance {
  /** The other side is open and could still make it. */
  readonly canFallBack: boolean;
  /** After which wait the same side may be tried again; asked for alone where nothing else can answer, for it spends a budget. */
  readonly retryDelayMs: () => number | undefined;
}

export interface JourneyPlan {
  readonly first: Side;
  readonly reason: RouteReason;
  readonly second: Side | undefined;
}

type SideState = 'idle' | 'running' | 'waiting' | 'failed';

const nothing: readonly JourneyStep[] = [];

/**
 * One request on its way to its one answer: which side is asked when, and whose answer counts. Both sides may be under way at once; the
 * first good answer wins and the other is cancelled. Ends with exactly one `settle` or `refuse`, or by {@link withdraw}.
 */
export class Journey {
  readonly #plan: JourneyPlan;
  readonly #states: Record<Side, SideState> = { local: 'idle', remote: 'idle' };
  readonly #reasons: Partial<Record<Side, RouteReason>> = {};
  readonly #failures: Partial<Record<Side, JourneyFailure>> = {};
  #second: Side | undefined;
  #isOver = false;

  constructor(plan: JourneyPlan) {
    this.#plan = plan;
    this.#second = plan.second;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  isRunning(side: Side): boolean {
    return this.#states[side] === 'running';
  }

  /** The side that could be asked beside what is under way. */
  get spare(): Side | undefined {
    const second = this.#second;
    return !this.#isOver && second !== undefined && this.#states[second] === 'idle' ? second : undefined;
  }

  begin(): readonly JourneyStep[] {
    return this.#start(this.#plan.first, this.#plan.reason);
  }

  /** The other side is asked too, before this one has failed. */
  startSpare(reason: RouteReason): readonly JourneyStep[] {
    const { spare } = this;
    return spare === undefined ? nothing : this.#start(spare, reason);
  }

  /** The other side is asked in the place of this one, to which the way back stays open. */
  move(reason: RouteReason): readonly JourneyStep[] {
    const { spare } = this;
    if (spare === undefined) return nothing;
    const left = otherOf(spare);
    const cancelled = this.#cancelOther(spare);
    this.#states[left] = 'idle';
    this.#second = left;
    return [...cancelled, ...this.#start(spare, reason)];
  }

  /** The wait before another try is over. */
  resume(side: Side): readonly JourneyStep[] {
    if (this.#isOver || this.#states[side] !== 'waiting') return nothing;
    return this.#start(side, this.#reasons[side] ?? this.#plan.reason);
  }

  answered(side: Side): readonly JourneyStep[] {
    if (this.#isOver || this.#states[side] !== 'running') return nothing;
    this.#isOver = true;
    return [
      { kind: 'settle', side, reason: this.#reasons[side] ?? this.#plan.reason },
      ...this.#cancelOther(side),
    ];
  }

  failed(side: Side, failure: JourneyFailure, chance: SecondChance): readonly JourneyStep[] {
    if (this.#isOver || this.#states[side] !== 'running') return nothing;
    this.#states[side] = 'failed';
    this.#failures[side] = failure;
    const { verdict, error } = failure;
    if (verdict === undefined) {
      this.#isOver = true;
      return [...this.#cancelOther(side), { kind: 'refuse', error }];
    }
    if (this.#isUnderWay(otherOf(side))) return nothing;
    if (this.spare !== undefined && chance.canFallBack) return this.startSpare(verdict.reason);
    const delayMs = chance.retryDelayMs();
    if (delayMs !== undefined) {
      this.#states[side] = 'waiting';
      return [{ kind: 'retry', side, delayMs }];
    }
    this.#isOver = true;
    return [{ kind: 'refuse', error: this.#worstError() }];
  }

  /** Nobody waits for it any more. */
  withdraw(): readonly JourneyStep[] {
    if (this.#isOver) return nothing;
    this.#isOver = true;
    return (['local', 'remote'] as const)
      .filter((side) => this.#isUnderWay(side))
      .map((side) => ({ kind: 'cancel', side }));
  }

  #start(side: Side, reason: RouteReason): readonly JourneyStep[] {
    this.#states[side] = 'running';
    this.#reasons[side] = reason;
    return [{ kind: 'start', side, reason }];
  }

  #isUnderWay(side: Side): boolean {
    return this.#states[side] === 'running' || this.#states[side] === 'waiting';
  }

  #cancelOther(side: Side): readonly JourneyStep[] {
    const other = otherOf(side);
    return this.#isUnderWay(other) ? [{ kind: 'cancel', side: other }] : nothing;
  }

  /** That a side has no such model tells less than why the one that has it failed. */
  #worstError(): NearsideError {
    const { first } = this.#plan;
    const [own, others] = [this.#failures[first], this.#failures[otherOf(first)]];
    const chosen = own?.verdict?.isAbsent === true && others !== undefined ? others : (own ?? others);
    return (chosen as JourneyFailure).error;
  }
}

function otherOf(side: Side): Side {
  return side === 'local' ? 'remote' : 'local';
}
