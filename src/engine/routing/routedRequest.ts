import type { Clock } from '../../core/clock.ts';
import { encodeError, NearsideError, toNearsideError } from '../../core/errors.ts';
import type { RouteReason } from '../../core/protocol/inference.ts';
import { canMakeIt, type MarginOptions, type RoutePlan } from '../../core/routing/chooseRoute.ts';
import type { Tensor } from '../../core/protocol/tensor.ts';
import { Journey, type JourneyStep } from '../../core/routing/journey.ts';
import { isWorthRetrying, judgeLocalFailure, judgeRemoteFailure } from '../../core/routing/judgeFailure.ts';
import { RemoteFailure } from '../../core/routing/remoteFailure.ts';
import { retryDelay } from '../../core/routing/retryDelay.ts';
import type { Side } from '../../core/routing/routingStatus.ts';
import type { Deployment } from '../deployment.ts';
import { copyForRun } from '../copyForRun.ts';
import type { EngineRequest, RequestHolder, RequestOwner } from '../engineRequest.ts';
import { sizeOf } from './joinCalls.ts';
import { predictLocalMs } from './predictLocalMs.ts';
import { predictRestMs } from './predictRestMs.ts';
import { RemoteWay } from './remoteWay.ts';
import type { RoutedTarget } from './routedTarget.ts';
import { SecondWay } from './secondWay.ts';

export interface RoutedPorts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly isOnline: () => boolean;
  /** Owner of what runs here for a routed request. */
  readonly owner: RequestOwner;
  /** A run was made here, or is no longer wanted. */
  readonly noteRun: (run: EngineRequest, routed: RoutedRequest | undefined) => void;
  /** It ended, one way or another. */
  readonly onEnd: (routed: RoutedRequest) => void;
}

type Plan = Extract<RoutePlan, { kind: 'take' }>;

interface RoutedParts {
  readonly caller: EngineRequest;
  readonly target: RoutedTarget;
  readonly plan: Plan;
  /** Its input, in the order of the model's inputs. */
  readonly tensors: readonly Tensor[];
}

const mostRetries = 2;

/** Carries out the journey of one request. */
export class RoutedRequest implements RequestHolder {
  readonly caller: EngineRequest;
  readonly target: RoutedTarget;
  readonly journey: Journey;
  readonly plan: Plan;
  readonly tensors: readonly Tensor[];
  readonly sizeBytes: number;
  readonly #ports: RoutedPorts;
  readonly #remoteWay: RemoteWay;
  readonly #secondWay: SecondWay;
  #run: EngineRequest | undefined;
  #cancelRetry: (() => void) | undefined;
  #retries = 0;
  #localStartAt = 0;

  constructor({ caller, target, plan, tensors }: RoutedParts, ports: RoutedPorts) {
    this.caller = caller;
    this.target = target;
    this.plan = plan;
    this.journey = new Journey(plan);
    this.tensors = tensors;
    this.sizeBytes = sizeOf(tensors);
    this.#ports = ports;
    this.#remoteWay = new RemoteWay(this, {
      clock: ports.clock,
      onFailed: (error, { isRefused }) => {
        this.#remoteFailed(error, isRefused);
      },
    });
    this.#secondWay = new SecondWay(this, ports.clock);
    caller.holder = this;
  }

  get leftMs(): number {
    return this.caller.deadlineAt - this.#ports.clock.now();
  }

  /** Whether the run here has not begun yet. */
  get isLocalWaiting(): boolean {
    return this.#run === undefined || this.#run.items.every(({ state }) => state === 'waiting');
  }

  begin(): void {
    const { plan, target } = this;
    if (plan.first === 'remote') target.routes.retryBudget.earn();
    this.#carryOut(this.journey.begin());
    this.#secondWay.arm();
  }

  /** The other side is asked too, before this one has failed. */
  startSpare(reason: RouteReason, { isProbe = false } = {}): void {
    this.#carryOut(this.journey.startSpare(reason), isProbe);
  }

  /** The other side is asked in the place of this one. */
  move(reason: RouteReason): void {
    this.#carryOut(this.journey.move(reason));
  }

  /** A side's good answer: the reason to give with it if it is the answer, undefined where the other one was first. */
  answered(side: Side): RouteReason | undefined {
    const steps = this.journey.answered(side);
    const settled = steps.find((step) => step.kind === 'settle');
    if (settled === undefined) return undefined;
    const { clock } = this.#ports;
    const { routes } = this.target;
    const now = clock.now();
    routes.noteAnswer(side, settled.reason);
    if (side === 'local') routes.localTimer.observe(now - this.#localStartAt, now);
    else routes.remoteTimer.observe(now - this.#remoteWay.startAt, now);
    this.#secondWay.settled(side);
    this.#carryOut(steps);
    this.#end();
    return settled.reason;
  }

  localFailed(error: NearsideError): void {
    const verdict = judgeLocalFailure(error.code);
    this.#forgetRun();
    const canFallBack = this.canStart('remote', { margin: 1 });
    const chance = { canFallBack, retryDelayMs: () => undefined };
    this.#carryOut(this.journey.failed('local', { verdict, error }, chance));
  }

  withdraw(): void {
    this.#carryOut(this.journey.withdraw());
    this.#end();
  }

  isWaiting(): boolean {
    return !this.journey.isOver;
  }

  desert(): void {
    if (this.#run !== undefined) this.#run.isAwaited = false;
  }

  /** Milliseconds until the run here is answered that has not begun; undefined while nothing is measured. */
  predictRestMs(): number | undefined {
    return predictRestMs(this.target.deployment, this.#run, this.#ports.clock.now());
  }

  /** Whether a side may be asked now and could still make it. */
  canStart(side: Side, options?: MarginOptions): boolean {
    const { target, leftMs } = this;
    if (side === 'remote') {
      const { remote } = target;
      return remote?.state().kind === 'open' && canMakeIt(remote.outlookMs(this.sizeBytes), leftMs, options);
    }
    const predictedMs = predictLocalMs(target.deployment, this.caller.options.priority);
    return target.host !== undefined && canMakeIt(Number.isFinite(predictedMs) ? predictedMs : 0, leftMs);
  }

  #carryOut(steps: readonly JourneyStep[], isProbe = false): void {
    for (const step of steps) {
      if (step.kind === 'start') {
        this.target.routes.noteStart(step.side, step.reason);
        if (step.side === 'local') this.#startLocal();
        else this.#remoteWay.start(isProbe);
      } else if (step.kind === 'cancel') {
        if (step.side === 'local') this.#cancelLocal();
        else this.#cancelRemote();
      } else if (step.kind === 'retry') {
        this.#cancelRetry = this.#ports.clock.after(step.delayMs, () => {
          this.#carryOut(this.journey.resume(step.side));
        });
      } else if (step.kind === 'refuse') this.#refuse(step.error);
    }
  }

  #startLocal(): void {
    const { host, asked, deployment, model } = this.target;
    this.#localStartAt = this.#ports.clock.now();
    if (deployment !== undefined) this.#submit(deployment);
    else if (host === undefined)
      this.localFailed(new NearsideError('not-found', `There is no model ${JSON.stringify(model)} here.`));
    else if (host.failureOf(asked)?.retryable === false)
      this.localFailed(host.failureOf(asked) as NearsideError);
    else {
      host.open(asked).then(
        (loaded) => {
          if (this.journey.isRunning('local') && !this.journey.isOver) this.#submit(loaded);
        },
        (error: unknown) => {
          this.localFailed(toNearsideError(error, 'model-load'));
        },
      );
    }
  }

  #submit(deployment: Deployment): void {
    const run = copyForRun(this.caller, this.#ports.owner);
    this.#run = run;
    this.#ports.noteRun(run, this);
    deployment.submit(run);
    deployment.pumpSoon();
  }

  #remoteFailed(error: NearsideError, isRefused: boolean): void {
    const fault = error instanceof RemoteFailure ? error.fault : undefined;
    const code = isRefused ? 'consent' : error.code;
    const verdict = judgeRemoteFailure(code, fault, this.#ports.isOnline());
    const chance = { canFallBack: this.canStart('local'), retryDelayMs: () => this.#retryDelay(fault) };
    this.#carryOut(this.journey.failed('remote', { verdict, error }, chance));
  }

  #retryDelay(fault: RemoteFailure['fault'] | undefined): number | undefined {
    const { routes, remote } = this.target;
    if (!isWorthRetrying(fault) || this.#retries >= mostRetries || remote === undefined) return undefined;
    const retryAfterMs = fault?.kind === 'status' ? (fault.retryAfterMs ?? 0) : 0;
    const delayMs = retryDelay(this.#retries + 1, { random: this.#ports.random, retryAfterMs });
    if (!canMakeIt(remote.predictMs(this.sizeBytes), this.leftMs - delayMs)) return undefined;
    if (!routes.retryBudget.spend()) {
      routes.retries.budget += 1;
      return undefined;
    }
    routes.retries.made += 1;
    this.#retries += 1;
    return delayMs;
  }

  #cancelLocal(): void {
    const run = this.#run;
    if (run === undefined) return;
    run.isSettled = true;
    run.holder?.withdraw(run);
    this.#forgetRun();
  }

  #forgetRun(): void {
    if (this.#run !== undefined) this.#ports.noteRun(this.#run, undefined);
    this.#run = undefined;
  }

  #cancelRemote(): void {
    this.#cancelRetry?.();
    this.#remoteWay.cancel();
  }

  #refuse(error: NearsideError): void {
    const { caller } = this;
    this.#end();
    if (caller.isSettled) return;
    caller.isSettled = true;
    caller.owner.refuse(caller, encodeError(error));
  }

  #end(): void {
    this.#cancelRetry?.();
    this.#remoteWay.end();
    this.#secondWay.cancel();
    this.#ports.onEnd(this);
  }
}
