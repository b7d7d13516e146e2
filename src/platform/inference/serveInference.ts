import { encodeError, NearsideError, toNearsideError } from '../../core/errors.ts';
import type { InstanceSpec, JobOutput } from '../../core/ports.ts';
import { elementSizeBytes, tensorBytes, viewTensorData } from '../../core/protocol/tensor.ts';
import { takeMessage } from '../workers/takeMessage.ts';
import type {
  InstanceCommand,
  InstanceNotice,
  LaneAnswer,
  LaneRequest,
} from '../workers/instanceMessages.ts';
import { control, recordsPerNotice, SharedChannel, slotStatus } from '../workers/sharedChannel.ts';
import { holdLifeLock } from '../workers/lifeLock.ts';
import { Inbox } from './inbox.ts';
import { runLaneInput } from './runLaneInput.ts';
import type { Session, SessionRun } from './session.ts';
import type { LoadModel } from './startSession.ts';

type Letter =
  InstanceCommand | { readonly kind: 'lane'; readonly request: LaneRequest; readonly port: MessagePort };

/** The scope of a dedicated worker, as far as it is used here. */
export interface InferenceScope {
  postMessage(message: InstanceNotice, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<InstanceCommand>) => void): void;
}

/** Serves one session in this realm: first `load`, then jobs from shared memory or messages, one at a time, for life. */
export function serveInference(scope: InferenceScope, loadModel: LoadModel): void {
  const inbox = new Inbox<Letter>();
  scope.addEventListener('message', (event) => {
    inbox.push(takeMessage(event));
  });
  void live(scope, inbox, loadModel);
}

async function live(scope: InferenceScope, inbox: Inbox<Letter>, loadModel: LoadModel): Promise<void> {
  const first = await inbox.next();
  if (first.kind !== 'load') throw new NearsideError('worker-lost', `Expected load, got ${first.kind}.`);
  await holdLifeLock(first.lockName);
  scope.postMessage({ kind: 'alive' });
  try {
    const { session, report } = await loadModel(
      first.spec,
      (progress) => {
        scope.postMessage({ kind: 'progress', progress });
      },
      {
        runtime: first.runtime,
        onRuntime: (runtime) => {
          scope.postMessage({ kind: 'runtime', runtime });
        },
      },
    );
    scope.postMessage({ kind: 'ready', report });
    await serve({ scope, inbox, session, spec: first.spec });
  } catch (error) {
    scope.postMessage({ kind: 'failed', error: encodeError(toNearsideError(error, 'model-load')) });
  }
}

interface Server {
  readonly scope: InferenceScope;
  readonly inbox: Inbox<Letter>;
  readonly session: Session;
  readonly spec: InstanceSpec;
}

async function serve(server: Server): Promise<void> {
  for (;;) {
    const letter = await server.inbox.next();
    if (letter.kind === 'serve' && letter.shared !== undefined) await serveShared(server, letter.shared);
    else await handleLetter(server, letter);
  }
}

async function handleLetter({ scope, inbox, session, spec }: Server, letter: Letter): Promise<void> {
  if (letter.kind === 'lane-port') {
    const { port } = letter;
    port.onmessage = (event: MessageEvent<LaneRequest>) => {
      inbox.push({ kind: 'lane', request: takeMessage(event), port });
    };
  } else if (letter.kind === 'lane') {
    const { requestStartAt } = letter.request;
    const run = await runLaneInput(session, spec, letter.request.input);
    const answer: LaneAnswer = run ?? { marks: emptyMarks };
    letter.port.postMessage(answer);
    if (run !== undefined) scope.postMessage({ kind: 'express', record: { requestStartAt, ...run.marks } });
  } else if (letter.kind === 'job') {
    try {
      const { outputs, marks } = await session.run(letter.inputs, letter.outputs);
      postDone(scope, letter.sequence, outputs, marks);
    } catch (error) {
      scope.postMessage({ kind: 'job-failed', sequence: letter.sequence, error: runError(error) });
    }
  }
}

function postDone(
  scope: InferenceScope,
  sequence: number,
  outputs: readonly JobOutput[],
  marks: SessionRun['marks'],
): void {
  const buffers = outputs.flatMap(({ data }) => (ArrayBuffer.isView(data) ? [data.buffer] : []));
  scope.postMessage({ kind: 'job-done', sequence, outputs, marks }, [...new Set(buffers)]);
}

function runError(error: unknown): ReturnType<typeof encodeError> {
  return encodeError(toNearsideError(error, 'bad-input'));
}

const emptyMarks = { computeStartAt: 0, computeInputEndAt: 0, computeOutputStartAt: 0, computeEndAt: 0 };

/**
 * Sleeps in shared memory between jobs, which wakes in microseconds; the event loop runs only when a message is announced.
 * WebAssembly runs settle without it; WebGPU ones do not and are served by messages.
 */
async function serveShared(server: Server, buffer: SharedArrayBuffer): Promise<never> {
  const channel = new SharedChannel(buffer);
  const words = channel.control;
  let portTaken = 0;
  for (;;) {
    const bell = Atomics.load(words, control.doorbell);
    if (Atomics.load(words, control.lanePosted) !== Atomics.load(words, control.laneDone)) {
      await answerLane(server, channel);
    } else if (Atomics.load(words, control.jobsPosted) !== Atomics.load(words, control.jobsDone)) {
      await answerSlot(server, channel);
    } else if (Atomics.load(words, control.portPosted) !== portTaken) {
      await handleLetter(server, await server.inbox.next());
      portTaken += 1;
    } else Atomics.wait(words, control.doorbell, bell);
  }
}

async function answerLane({ session, spec, scope }: Server, channel: SharedChannel): Promise<void> {
  const { input, requestStartAt } = channel.readLaneRequest();
  const run = await runLaneInput(session, spec, input);
  channel.writeLaneAnswer(run?.outputs, run?.marks ?? emptyMarks);
  const written = run === undefined ? 1 : channel.appendRecord({ requestStartAt, ...run.marks });
  Atomics.add(channel.control, control.laneDone, 1);
  Atomics.notify(channel.control, control.laneDone);
  if (written % recordsPerNotice === 0) scope.postMessage({ kind: 'express-ring' });
}

async function answerSlot({ session, scope }: Server, channel: SharedChannel): Promise<void> {
  const sequence = Atomics.load(channel.control, control.jobsDone);
  const { tensors, wantedOutputs } = channel.readEntries(sequence);
  const wanted = session.outputs.flatMap((_, index) => ((wantedOutputs >>> index) & 1 ? [index] : []));
  const inputs = tensors.map(({ datatype, shape, byteOffset, byteLength }) => ({
    datatype,
    shape,
    data: viewTensorData(
      datatype,
      channel.buffer,
      byteOffset,
      byteLength / (elementSizeBytes(datatype) ?? 1),
    ),
  }));
  try {
    const { outputs, marks } = await session.run(inputs, wanted);
    if (writeOutputs(channel, sequence, outputs, marks)) channel.setStatus(sequence, slotStatus.done);
    else {
      channel.setStatus(sequence, slotStatus.answeredByPort);
      postDone(scope, sequence, outputs, marks);
    }
  } catch (error) {
    channel.setStatus(sequence, slotStatus.answeredByPort);
    scope.postMessage({ kind: 'job-failed', sequence, error: runError(error) });
  }
  Atomics.add(channel.control, control.jobsDone, 1);
  Atomics.notify(channel.control, control.jobsDone);
}

function writeOutputs(
  channel: SharedChannel,
  sequence: number,
  outputs: readonly JobOutput[],
  marks: SessionRun['marks'],
): boolean {
  const tensors = outputs.map(({ datatype, shape, data }, index) => ({
    index,
    datatype,
    shape,
    byteLength: ArrayBuffer.isView(data) ? data.byteLength : 0,
  }));
  const placed = channel.layOut(sequence, tensors);
  if (placed === undefined) return false;
  for (const [index, { byteOffset, byteLength }] of placed.entries()) {
    new Uint8Array(channel.buffer, byteOffset, byteLength).set(
      tensorBytes((outputs[index] as JobOutput).data as ArrayBufferView),
    );
  }
  channel.writeEntries(sequence, placed, 0);
  channel.writeMarks(sequence, marks);
  return true;
}
