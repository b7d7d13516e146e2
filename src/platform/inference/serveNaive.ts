import { encodeError, NearsideError, toNearsideError } from '../../core/errors.ts';
import type { InstanceSpec } from '../../core/ports.ts';
import { extractFeatures } from '../../core/tasks/extractFeatures.ts';
import type { NaiveCommand, NaiveInput, NaiveNotice } from '../workers/naiveMessages.ts';
import { Inbox } from './inbox.ts';
import { loadModel } from './loadModel.ts';
import type { Session } from './session.ts';

interface WorkerScope {
  postMessage(message: NaiveNotice): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<NaiveCommand>) => void): void;
}

/**
 * What a page without a server does, to compare with: one session; a request is one message in, its pre-processing, one run of one row,
 * one message out. First in, first out; nothing is batched, kept, refused or given up.
 */
export function serveNaive(scope: WorkerScope): void {
  const inbox = new Inbox<NaiveCommand>();
  scope.addEventListener('message', ({ data }) => {
    inbox.push(data);
  });
  void live(scope, inbox);
}

async function live(scope: WorkerScope, inbox: Inbox<NaiveCommand>): Promise<void> {
  const first = await inbox.next();
  if (first.kind !== 'load') throw new NearsideError('worker-lost', `Expected load, got ${first.kind}.`);
  const { spec } = first;
  try {
    const { session } = await loadModel(spec, () => undefined);
    scope.postMessage({ kind: 'ready' });
    const wanted = session.outputs.map((_, index) => index);
    for (;;) await answer(scope, session, spec, wanted, await inbox.next());
  } catch (error) {
    scope.postMessage({ kind: 'failed', error: encodeError(toNearsideError(error, 'model-load')) });
  }
}

async function answer(
  scope: WorkerScope,
  session: Session,
  spec: InstanceSpec,
  wanted: readonly number[],
  request: NaiveCommand,
): Promise<void> {
  if (request.kind === 'load') return;
  const { id } = request;
  try {
    const inputs = request.kind === 'text' ? [readText(request.text, spec)] : request.inputs;
    const { outputs } = await session.run(inputs, wanted);
    scope.postMessage({ kind: 'answered', id, outputs });
  } catch (error) {
    scope.postMessage({ kind: 'refused', id, error: encodeError(toNearsideError(error, 'bad-input')) });
  }
}

let scratchIds = new Int32Array(0);

function readText(text: string, { model, textFeatures }: InstanceSpec): NaiveInput {
  if (textFeatures === undefined) throw new NearsideError('bad-input', `"${model}" takes no text.`);
  if (scratchIds.length !== textFeatures.maxIds) scratchIds = new Int32Array(textFeatures.maxIds);
  const count = extractFeatures(text, textFeatures, scratchIds);
  if (count === 0) throw new NearsideError('bad-input', 'Expected text with at least one word.');
  return { datatype: 'INT32', shape: [1, count], data: scratchIds.subarray(0, count) };
}
