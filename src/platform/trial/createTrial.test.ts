import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { encodeError, NearsideError } from '../../core/errors.ts';
import type { TrialRequest } from '../../core/repository/modelTrial.ts';
import { createTrial, type TrialWorker } from './createTrial.ts';
import type { TrialCommand, TrialNotice } from './trialMessages.ts';

class FakeTrialWorker implements TrialWorker {
  onmessage: TrialWorker['onmessage'] = null;
  onerror: TrialWorker['onerror'] = null;
  onmessageerror: TrialWorker['onmessageerror'] = null;
  readonly commands: TrialCommand[] = [];
  isTerminated = false;

  postMessage(command: TrialCommand): void {
    this.commands.push(command);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(notice: TrialNotice): void {
    this.onmessage?.call(this as never, { data: notice } as MessageEvent<TrialNotice>);
  }
}

const request: TrialRequest = {
  name: 'cat',
  source: { kind: 'urls', urls: [] },
  files: {},
  optionalFiles: [],
};

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function start(signal?: AbortSignal) {
  const worker = new FakeTrialWorker();
  const outcome = createTrial(() => worker).run(request, signal === undefined ? {} : { signal });
  outcome.catch(() => undefined);
  return { worker, outcome };
}

test('a step that takes longer than it may ends the trial, naming step and deadline', async () => {
  const { worker, outcome } = start();
  worker.say({ kind: 'step', what: 'a run on made-up inputs', limitMs: 15_000 });
  vi.advanceTimersByTime(14_999);
  expect(worker.isTerminated).toBe(false);
  vi.advanceTimersByTime(1);
  await expect(outcome).rejects.toMatchObject({
    code: 'model-load',
    message: '"cat": a run on made-up inputs did not end within the deadline of 15 s.',
  });
  expect(worker.isTerminated).toBe(true);
});

test('each step has a time of its own, and one without a limit takes as long as it does', async () => {
  const { worker, outcome } = start();
  worker.say({ kind: 'step', what: 'one', limitMs: 1000 });
  vi.advanceTimersByTime(900);
  worker.say({ kind: 'step', what: 'two', limitMs: 1000 });
  vi.advanceTimersByTime(900);
  worker.say({ kind: 'step', what: 'downloading' });
  vi.advanceTimersByTime(1e6);
  const report = { batching: 'fixed' };
  worker.say({ kind: 'tried', report: report as never });
  expect(await outcome).toBe(report);
  expect(worker.isTerminated).toBe(true);
});

test('a worker that never says anything is given up', async () => {
  const { outcome } = start();
  vi.advanceTimersByTime(60_000);
  await expect(outcome).rejects.toMatchObject({ code: 'model-load' });
});

test('a typed error arrives as it was', async () => {
  const { worker, outcome } = start();
  worker.say({ kind: 'failed', error: encodeError(new NearsideError('unsupported', 'no such operator')) });
  await expect(outcome).rejects.toMatchObject({ code: 'unsupported', message: 'no such operator' });
});

test('an abort ends the worker and rejects with its reason', async () => {
  const abort = new AbortController();
  const { worker, outcome } = start(abort.signal);
  abort.abort(new Error('enough'));
  await expect(outcome).rejects.toThrow('enough');
  expect(worker.isTerminated).toBe(true);
});
