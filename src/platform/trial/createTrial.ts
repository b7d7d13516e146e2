import { decodeError, NearsideError } from '../../core/errors.ts';
import type { ModelTrial, TrialOptions } from '../../core/repository/modelTrial.ts';
import type { TrialCommand, TrialNotice } from './trialMessages.ts';

/** The part of a worker that a trial needs. */
export type TrialWorker = Pick<
  Worker,
  'postMessage' | 'terminate' | 'onmessage' | 'onerror' | 'onmessageerror'
>;

type Outcome = Extract<TrialNotice, { kind: 'inspected' | 'tried' | 'read' | 'forgotten' }>;

/** A worker that has not said anything for this long before its first step will not. */
const silenceLimitMs = 60_000;

/** Trials in workers of their own, each stopped when a step takes longer than it may. */
export function createTrial(spawn: () => TrialWorker): ModelTrial {
  return {
    inspect: async (request, options) => {
      const outcome = await runCommand(spawn(), { kind: 'inspect', request }, request.name, options);
      return expectKind(outcome, 'inspected').inspection;
    },
    run: async (request, options) => {
      const outcome = await runCommand(spawn(), { kind: 'run', request }, request.name, options);
      return expectKind(outcome, 'tried').report;
    },
    read: async (files) =>
      expectKind(await runCommand(spawn(), { kind: 'read', files }, '', {}), 'read').blobs,
    forget: async (digests) => {
      await runCommand(spawn(), { kind: 'forget', digests }, '', {});
    },
  };
}

function expectKind<Kind extends Outcome['kind']>(
  outcome: Outcome,
  kind: Kind,
): Extract<Outcome, { kind: Kind }> {
  if (outcome.kind !== kind) throw new Error(`Expected ${kind}, got ${outcome.kind}.`);
  return outcome as Extract<Outcome, { kind: Kind }>;
}

async function runCommand(
  worker: TrialWorker,
  command: TrialCommand,
  name: string,
  { signal, onProgress }: TrialOptions = {},
): Promise<Outcome> {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const allow = (what: string, limitMs: number | undefined): void => {
    clearTimeout(timer);
    if (limitMs === undefined) return;
    timer = setTimeout(() => {
      const seconds = Math.round(limitMs / 1000);
      const message = `"${name}": ${what} did not end within the deadline of ${seconds} s.`;
      reject(new NearsideError('model-load', message));
    }, limitMs);
  };
  const abort = (): void => {
    reject(signal?.reason as Error);
  };
  worker.onmessage = ({ data }: MessageEvent<TrialNotice>) => {
    if (data.kind === 'step') allow(data.what, data.limitMs);
    else if (data.kind === 'progress') onProgress?.(data.progress);
    else if (data.kind === 'failed') reject(decodeError(data.error));
    else resolve(data);
  };
  worker.onerror = (event) => {
    if (typeof event !== 'string') event.preventDefault();
    const reason =
      typeof event === 'string' || !('message' in event) ? 'it could not be started' : event.message;
    reject(new NearsideError('model-load', `"${name}": the worker that tries it ended: ${reason}.`));
  };
  worker.onmessageerror = () => {
    reject(
      new NearsideError('model-load', `"${name}": an answer of the worker that tries it could not be read.`),
    );
  };
  signal?.addEventListener('abort', abort);
  try {
    signal?.throwIfAborted();
    allow('starting a worker', silenceLimitMs);
    worker.postMessage(command);
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    worker.terminate();
  }
}
