import type { Clock } from '../../core/clock.ts';
import { NearsideError, toNearsideError } from '../../core/errors.ts';
import type { RoutePlan } from '../../core/routing/chooseRoute.ts';
import { hostOf } from '../../core/routing/hostOf.ts';
import type { Journey } from '../../core/routing/journey.ts';
import type { OutgoingRequest } from '../../core/routing/outgoingRequest.ts';
import type { Tensor } from '../../core/protocol/tensor.ts';
import { RemoteFailure } from '../../core/routing/remoteFailure.ts';
import type { EngineRequest } from '../engineRequest.ts';
import type { Screened } from '../sendScreener.ts';
import type { RowWidener } from '../textReader.ts';
import { idsWidener, sizeOf } from './joinCalls.ts';
import { predictLocalMs } from './predictLocalMs.ts';
import { readScreened, type Sending } from './readScreened.ts';
import type { RemoteCall } from './remoteCall.ts';
import type { RemoteDeployment } from './remoteDeployment.ts';
import type { RoutedTarget } from './routedTarget.ts';

export interface RemoteWayPorts {
  readonly clock: Clock;
  /** `isRefused`: the page that asked lets nothing leave. */
  readonly onFailed: (error: NearsideError, cause: { readonly isRefused: boolean }) => void;
}

/** The request under way, as far as the endpoint is concerned. */
interface UnderWay {
  readonly caller: EngineRequest;
  readonly target: RoutedTarget;
  readonly journey: Journey;
  readonly plan: Extract<RoutePlan, { kind: 'take' }>;
  readonly tensors: readonly Tensor[];
  readonly leftMs: number;
}

/** Waits for the endpoint end early enough that a run here is still admitted: one that needs the last 15 % of its deadline is not. */
const localSpareMs = 10;
const localSpareShare = 0.2;
const localMargin = 1.5;

/** A request's way to the endpoint: shown to its page where that wants to see what leaves, then sent. */
export class RemoteWay {
  /** When it was last begun. */
  startAt = 0;
  readonly #routed: UnderWay;
  readonly #ports: RemoteWayPorts;
  /** What the page let leave, and where to: a retry sends the same. */
  #agreed: { readonly remote: RemoteDeployment; readonly sending: Sending } | undefined;
  #call: RemoteCall | undefined;
  #cancelQuestion: (() => void) | undefined;
  #cancelGiveUp: (() => void) | undefined;

  constructor(routed: UnderWay, ports: RemoteWayPorts) {
    this.#routed = routed;
    this.#ports = ports;
  }

  start(isProbe: boolean): void {
    const { caller, target, plan, tensors } = this.#routed;
    const { remote } = target;
    if (remote === undefined) {
      this.#fail(takenBack());
      return;
    }
    this.startAt = this.#ports.clock.now();
    target.routes.probedAt = this.startAt;
    if (!this.#isPatient && plan.first === 'remote') this.#limitWait();
    const { screener, parameters } = caller;
    if (screener === undefined) this.#send(remote, { tensors, parameters, isChanged: false }, isProbe);
    else if (this.#agreed?.remote === remote) this.#send(remote, this.#agreed.sending, isProbe);
    else {
      this.#cancelQuestion = screener.ask(this.#describe(), (screened) => {
        this.#cancelQuestion = undefined;
        this.#take(screened, remote, isProbe);
      });
    }
  }

  /** The request has its answer: nothing is waited for any more, and what has not left stays here. */
  end(): void {
    this.#cancelGiveUp?.();
    this.#cancelQuestion?.();
    this.#cancelQuestion = undefined;
  }

  /** Its answer is no longer wanted. */
  cancel(): void {
    this.end();
    if (this.#call !== undefined) this.#routed.target.remote?.withdraw(this.#call);
    this.#call = undefined;
  }

  /** Nothing else can answer, so the endpoint gets all the time there is. */
  get #isPatient(): boolean {
    const { journey } = this.#routed;
    return journey.spare === undefined && !journey.isRunning('local');
  }

  /** Padding leaves tokens as they are only where that was proved, which is done here. */
  get #widener(): RowWidener | undefined {
    const { caller, target } = this.#routed;
    if (caller.input.kind !== 'features') return undefined;
    const { text } = target.remoteServed;
    if (text === undefined) return idsWidener;
    return target.deployment?.report.batching === 'independent' ? text : undefined;
  }

  #describe(): OutgoingRequest {
    const { caller, target, tensors } = this.#routed;
    const { parameters } = caller;
    const { inputs } = target.remoteServed.report;
    const url = target.remoteUrl;
    const named = tensors.map((tensor, index) => [inputs[index]?.name ?? String(index), tensor]);
    return {
      url,
      host: hostOf(url),
      model: target.model,
      ...(target.asked === undefined ? {} : { version: target.asked }),
      inputs: Object.fromEntries(named) as OutgoingRequest['inputs'],
      ...(parameters === undefined ? {} : { parameters }),
    };
  }

  #take(screened: Screened, remote: RemoteDeployment, isProbe: boolean): void {
    const { caller, target, tensors } = this.#routed;
    // What it agreed to was another address.
    if (target.remote !== remote) {
      this.#fail(takenBack());
      return;
    }
    try {
      const asked = { tensors, parameters: caller.parameters };
      const sending = readScreened(screened, asked, target.remoteServed);
      this.#agreed = { remote, sending };
      this.#send(remote, sending, isProbe);
    } catch (error) {
      this.#fail(toNearsideError(error, 'consent'), { isRefused: true });
    }
  }

  #send(remote: RemoteDeployment, sending: Sending, isProbe: boolean): void {
    const { caller, target } = this.#routed;
    const call: RemoteCall = {
      ...sending,
      request: caller,
      rows: caller.rows,
      specs: target.remoteServed.report,
      widener: this.#widener,
      version: target.asked,
      sizeBytes: sizeOf(sending.tensors),
      isPatient: this.#isPatient,
      isProbe,
      addedAt: this.#ports.clock.now(),
      isGone: false,
      fail: (error) => {
        this.#fail(error);
      },
    };
    this.#call = call;
    remote.submit(call);
  }

  /** With a deadline, the endpoint is waited for only as long as a run here can still follow. */
  #limitWait(): void {
    const { leftMs, target, caller } = this.#routed;
    if (leftMs === Number.POSITIVE_INFINITY) return;
    const localMs = predictLocalMs(target.deployment, caller.options.priority) ?? 0;
    const spareMs = Math.max(localSpareMs, localSpareShare * (caller.deadlineAt - caller.requestStartAt));
    const reserveMs = Number.isFinite(localMs) ? localMargin * localMs + spareMs : leftMs / 2;
    this.#cancelGiveUp = this.#ports.clock.after(Math.max(1, leftMs - reserveMs), () => {
      const isAsking = this.#cancelQuestion !== undefined;
      this.cancel();
      if (isAsking) {
        const message = 'beforeSend did not answer while there was time left: nothing was sent.';
        this.#fail(new NearsideError('consent', message), { isRefused: true });
        return;
      }
      const message = 'The endpoint did not answer while there was time left.';
      this.#fail(new RemoteFailure('remote', message, { kind: 'timeout' }));
    });
  }

  #fail(error: NearsideError, cause = { isRefused: false }): void {
    this.#cancelGiveUp?.();
    this.#call = undefined;
    this.#ports.onFailed(error, cause);
  }
}

function takenBack(): NearsideError {
  return new NearsideError('consent', 'The consent to send inputs was taken back.');
}
