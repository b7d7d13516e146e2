import type { Clock } from '../../core/clock.ts';
import type { RouteReason } from '../../core/protocol/inference.ts';
import type { MarginOptions, RoutePlan } from '../../core/routing/chooseRoute.ts';
import type { Journey } from '../../core/routing/journey.ts';
import type { Side } from '../../core/routing/routingStatus.ts';
import type { EngineRequest } from '../engineRequest.ts';
import { predictLocalMs } from './predictLocalMs.ts';
import type { RoutedTarget } from './routedTarget.ts';

/** How stale the estimate of the endpoint may get, as budget allows and at most. */
const probeAfterMs = 250;
const probeAtLeastMs = 1000;
/** Waiting work worth so many runs makes the device overloaded: what is slow then is slow for all. */
const overloadRuns = 4;
const remoteMargin = 1.5;
const remoteSpareMs = 20;
const unknownShare = 0.4;
/** Predictions of a queue are off by so much and more while other work takes the device's time. */
const localMargin = 1.5;
/** The same where a later look would come too late for the endpoint. */
const lastLookMargin = 2;
/** Of the deadline is left to what comes after a run. */
const keptShare = 0.07;
/** How soon a queue is looked at again. */
const leastLookMs = 4;
const lookShare = 0.25;
/** Nobody else could answer in time, so that as much time as it should take will do. */
const lastWay = { margin: 1 } as const;

/** The request under way, as far as a second way for it is concerned. */
interface UnderWay {
  readonly caller: Pick<EngineRequest, 'options' | 'screener'>;
  readonly target: RoutedTarget;
  readonly journey: Journey;
  readonly plan: Extract<RoutePlan, { kind: 'take' }>;
  readonly sizeBytes: number;
  readonly leftMs: number;
  readonly isLocalWaiting: boolean;
  canStart(side: Side, options?: MarginOptions): boolean;
  predictRestMs(): number | undefined;
  move(reason: RouteReason): void;
  startSpare(reason: RouteReason, options?: { readonly isProbe?: boolean }): void;
}

/**
 * When a request that is under way on one side is sent to the other as well: as a hedge at the p95 of its side, to save its
 * deadline, or to learn how long the endpoint takes.
 */
export class SecondWay {
  readonly #routed: UnderWay;
  readonly #clock: Clock;
  readonly #timers: (() => void)[] = [];
  #isHedged = false;

  constructor(routed: UnderWay, clock: Clock) {
    this.#routed = routed;
    this.#clock = clock;
  }

  arm(): void {
    const { journey, target, plan } = this.#routed;
    if (journey.spare === undefined) return;
    if (plan.first === 'remote') this.#armReturn();
    else {
      this.#armRescue();
      if (target.mode === 'fastest') this.#probe();
      if (target.hasHedging && (target.mode === 'prefer-local' || target.mode === 'fastest'))
        this.#armHedge();
    }
  }

  settled(side: Side): void {
    if (!this.#isHedged) return;
    const { hedges } = this.#routed.target.routes;
    if (side === 'remote') hedges.won += 1;
    else hedges.lost += 1;
  }

  cancel(): void {
    for (const cancel of this.#timers.splice(0)) cancel();
  }

  #after(delayMs: number, run: () => void): void {
    this.#timers.push(this.#clock.after(delayMs, run));
  }

  #armHedge(): void {
    const { routes } = this.#routed.target;
    routes.hedgeBudget.earn();
    const delayMs = routes.localTimer.delayMs(this.#clock.now());
    if (delayMs === undefined) return;
    this.#after(delayMs, () => {
      const { journey } = this.#routed;
      if (journey.spare !== 'remote' || this.#isOverloaded() || !this.#routed.canStart('remote')) return;
      if (!routes.hedgeBudget.spend()) {
        routes.hedges.budget += 1;
        return;
      }
      routes.hedges.started += 1;
      this.#isHedged = true;
      this.#routed.startSpare('faster');
    });
  }

  /**
   * In `fastest`, a run here costs the endpoint nothing: it follows where the endpoint takes longer than it mostly does, and as long as
   * a run here would, so that never more than twice the better is waited for and a slow device is not kept busy in vain.
   */
  #armReturn(): void {
    const { target, sizeBytes } = this.#routed;
    if (target.mode !== 'fastest' || !target.hasHedging) return;
    const expectedMs = target.remote?.predictMs(sizeBytes);
    const delayMs = target.routes.remoteTimer.delayMs(this.#clock.now()) ?? 0;
    if (expectedMs === undefined) return;
    const localMs = predictLocalMs(target.deployment, this.#routed.caller.options.priority) ?? 0;
    const shortestMs = Math.max(delayMs, remoteMargin * expectedMs);
    this.#after(Number.isFinite(localMs) ? Math.max(shortestMs, localMs) : shortestMs, () => {
      if (!this.#isOverloaded() && this.#routed.canStart('local')) this.#routed.startSpare('faster');
    });
  }

  /**
   * Still queued when the endpoint should be asked to make the deadline, and not predicted to make it here: asked there in the place of
   * here. What is predicted to make it is looked at again for as long as the endpoint can still answer, for runs may take longer.
   */
  #armRescue(): void {
    const { leftMs, target, sizeBytes, caller } = this.#routed;
    if (leftMs === Number.POSITIVE_INFINITY) return;
    const remoteMs = target.remote?.predictMs(sizeBytes);
    const needMs = remoteMs === undefined ? unknownShare * leftMs : remoteMargin * remoteMs + remoteSpareMs;
    const keptMs = keptShare * leftMs;
    const check = (): void => {
      if (!this.#routed.isLocalWaiting || !this.#routed.canStart('remote', lastWay)) return;
      const outlookMs = target.remote?.outlookMs(sizeBytes);
      const restMs = this.#routed.predictRestMs() ?? 0;
      const nextLookMs = Math.max(leastLookMs, lookShare * restMs);
      const isLastLook = this.#routed.leftMs - nextLookMs < remoteMargin * (outlookMs ?? 0);
      const margin = isLastLook ? lastLookMargin : localMargin;
      if (margin * restMs <= this.#routed.leftMs - keptMs) this.#after(nextLookMs, check);
      // What nothing is known of, and what the page may yet keep from leaving, is no reason to give up the place in the queue.
      else if (outlookMs === undefined || caller.screener !== undefined) this.#routed.startSpare('deadline');
      else this.#routed.move('deadline');
    };
    this.#after(Math.max(0, leftMs - needMs), check);
  }

  #probe(): void {
    const { target } = this.#routed;
    const { routes, remote } = target;
    const now = this.#clock.now();
    const ageMs = now - routes.probedAt;
    if (remote === undefined || ageMs < probeAfterMs || remote.inFlight > 0) return;
    if (!this.#routed.canStart('remote')) return;
    if (!routes.hedgeBudget.spend() && ageMs < probeAtLeastMs) return;
    routes.probedAt = now;
    routes.probes += 1;
    this.#routed.startSpare('faster', { isProbe: true });
  }

  #isOverloaded(): boolean {
    const { deployment, remote } = this.#routed.target;
    if (remote === undefined || remote.inFlight >= remote.limit.value) return true;
    const queue = deployment?.scheduler.longestQueue();
    if (deployment === undefined || queue === undefined) return false;
    const runMs = deployment.scheduler.batchMs(queue, 1);
    return deployment.workMs(2) / Math.max(1, deployment.instances) > overloadRuns * Math.max(1, runMs);
  }
}
