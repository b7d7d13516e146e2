import type { Clock } from '../../core/clock.ts';
import { ChurningMap } from '../../core/collections/churningMap.ts';
import { decodeError, encodeError, NearsideError, type EncodedError } from '../../core/errors.ts';
import type { RouteReason } from '../../core/protocol/inference.ts';
import { chooseRoute, type RoutePlan } from '../../core/routing/chooseRoute.ts';
import { judgeLocalFailure } from '../../core/routing/judgeFailure.ts';
import type { RemoteState } from '../../core/routing/routingStatus.ts';
import type { ModelRecorder } from '../../core/telemetry/modelRecorder.ts';
import type { ExecutionTrace } from '../clientMessages.ts';
import type { EngineAnswer, EngineRequest, RequestOwner } from '../engineRequest.ts';
import type { ServedModel } from '../servedModel.ts';
import { sliceRows } from '../splitOutputs.ts';
import { sizeOf, tensorsOf } from './joinCalls.ts';
import { predictLocalMs } from './predictLocalMs.ts';
import type { RemoteBatch, RemoteCall } from './remoteCall.ts';
import { RoutedRequest } from './routedRequest.ts';
import type { RoutedTarget } from './routedTarget.ts';

export interface JourneyBoardPorts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly isOnline: () => boolean;
  readonly recorderOf: (model: string) => ModelRecorder;
}

/** Answers that leave together: of one execution, for one owner, by one reason. */
interface Group {
  readonly owner: RequestOwner;
  readonly reason: RouteReason;
  readonly source: ServedModel;
  readonly answers: EngineAnswer[];
}

const noConsent: RemoteState = {
  kind: 'closed',
  reason: 'no-consent',
  message: 'Expected consent to send inputs, got none.',
};

/** All requests that are on their way to one side or the other: owner of what runs here for them. */
export class JourneyBoard implements RequestOwner {
  readonly #ports: JourneyBoardPorts;
  readonly #byRun = new ChurningMap<EngineRequest, RoutedRequest>();
  readonly #byCaller = new ChurningMap<EngineRequest, RoutedRequest>();

  constructor(ports: JourneyBoardPorts) {
    this.#ports = ports;
  }

  add(target: RoutedTarget, caller: EngineRequest): void {
    const tensors = tensorsOf(caller, target.remoteServed.text);
    const plan = this.#plan(target, caller, sizeOf(tensors));
    if (plan.kind === 'refused') {
      const state = target.remote?.state();
      const message = state?.kind === 'closed' ? state.message : 'Expected consent to send inputs, got none.';
      const code = plan.reason === 'no-consent' ? 'consent' : 'remote';
      caller.isSettled = true;
      caller.owner.refuse(caller, encodeError(new NearsideError(code, message)));
      return;
    }
    const routed = new RoutedRequest(
      { caller, target, plan, tensors },
      {
        ...this.#ports,
        owner: this,
        noteRun: (run, of) => {
          if (of === undefined) this.#byRun.delete(run);
          else this.#byRun.set(run, of);
        },
        onEnd: ({ caller: ended }) => {
          this.#byCaller.delete(ended);
        },
      },
    );
    this.#byCaller.set(caller, routed);
    routed.begin();
  }

  /** Answers of an execution here. */
  answer(answers: readonly EngineAnswer[], trace: ExecutionTrace, source: ServedModel): void {
    const groups: Group[] = [];
    for (const answer of answers) {
      const run = answer.request;
      const routed = this.#byRun.take(run);
      const reason = routed?.answered('local');
      if (routed === undefined || reason === undefined) continue;
      const { caller } = routed;
      caller.queueMs = run.queueMs;
      caller.largestPart = run.largestPart;
      append(groups, { owner: caller.owner, reason, source }, { ...answer, request: caller });
    }
    send(groups, trace);
  }

  /** What runs here did not come about. */
  refuse(run: EngineRequest, error: EncodedError): void {
    this.#byRun.take(run)?.localFailed(decodeError(error));
  }

  /** Answers of the endpoint. */
  takeBatch({ calls, outputs, rows, startAt, ms, version }: RemoteBatch): void {
    const { clock, recorderOf } = this.#ports;
    const now = clock.now();
    const groups: Group[] = [];
    let trace: ExecutionTrace | undefined;
    let start = 0;
    for (const call of calls) {
      const { request, isGone } = call;
      const from = start;
      start += request.rows;
      const routed = this.#byCaller.get(request);
      const reason = isGone ? undefined : routed?.answered('remote');
      if (routed === undefined || reason === undefined) continue;
      const { remoteServed: source } = routed.target;
      request.queueMs = Math.max(0, startAt - request.requestStartAt - request.preparationMs);
      request.largestPart = rows;
      trace ??= {
        ...source.lead.trace,
        ...(version === undefined ? {} : { version }),
        batchSize: rows,
        inputMs: 0,
        computeMs: ms,
        outputMs: 0,
      };
      const answer = answerOf(call, { outputs, start: from, isAlone: calls.length === 1 }, source);
      append(groups, { owner: request.owner, reason, source }, answer);
      if (!request.isAwaited) continue;
      const latencyMs = Math.max(0, now - request.requestStartAt);
      recorderOf(request.model).recordAnswer(
        { source: 'remote', version: trace.version, latencyMs, queueMs: request.queueMs },
        now,
      );
    }
    if (trace !== undefined) send(groups, trace);
  }

  /** Those whose run here has lost its worker get a second way at once. */
  noteHost(name: string): void {
    for (const routed of [...this.#byCaller.values()]) {
      const { target, journey } = routed;
      if (target.model !== name || target.deployment === undefined) continue;
      const isStranded = target.deployment.instances === 0 && journey.isRunning('local');
      if (isStranded && routed.canStart('remote')) routed.startSpare('worker-lost');
    }
  }

  #plan(target: RoutedTarget, caller: EngineRequest, sizeBytes: number): RoutePlan {
    const { clock } = this.#ports;
    const { host, deployment, remote, mode, route } = target;
    const closed = closedHere(target);
    return chooseRoute({
      route,
      mode,
      leftMs: caller.deadlineAt - clock.now(),
      local: {
        predictedMs: predictLocalMs(deployment, caller.options.priority),
        ...(closed === undefined ? {} : { closed }),
        isMissing: host === undefined,
      },
      remote: {
        state: remote?.state() ?? noConsent,
        // `fastest` renews its estimates by itself.
        predictedMs: mode === 'fastest' ? remote?.predictMs(sizeBytes) : remote?.outlookMs(sizeBytes),
        isCrowded: remote?.isCrowded ?? false,
      },
    });
  }
}

/** A text's answer is brought into the form in which one of here is answered and kept. */
function answerOf(
  { request, tensors, isChanged }: RemoteCall,
  rows: Pick<EngineAnswer, 'outputs' | 'start' | 'isAlone'>,
  { text }: ServedModel,
): EngineAnswer {
  const { input } = request;
  const answer = { request, ...rows, isRedacted: isChanged };
  if (text === undefined || input.kind !== 'features') return answer;
  const length = isChanged ? Math.max(1, text.countTokens(tensors)) : input.length;
  const own = rows.outputs.map((output) => sliceRows(output, rows.start, request.rows));
  const outputs = text.reduce([{ request: { input: { ...input, length } } }], own);
  return { ...answer, outputs, start: 0, isAlone: true };
}

/** Why a request could not be answered here now. */
function closedHere({ host, deployment, asked }: RoutedTarget): RouteReason | undefined {
  if (host === undefined) return 'model-missing';
  if (deployment !== undefined) return deployment.instances === 0 ? 'worker-lost' : undefined;
  const failure = host.failureOf(asked);
  return failure?.retryable === false ? judgeLocalFailure(failure.code)?.reason : undefined;
}

function append(
  groups: Group[],
  { owner, reason, source }: Omit<Group, 'answers'>,
  answer: EngineAnswer,
): void {
  answer.request.isSettled = true;
  const group = groups.find(
    (other) => other.owner === owner && other.reason === reason && other.source === source,
  );
  if (group === undefined) groups.push({ owner, reason, source, answers: [answer] });
  else group.answers.push(answer);
}

function send(groups: readonly Group[], trace: ExecutionTrace): void {
  for (const { owner, reason, source, answers } of groups)
    owner.answer(answers, { ...trace, reason }, source);
}
