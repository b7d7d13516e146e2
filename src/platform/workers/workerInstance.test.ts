import { afterEach, describe, expect, test, vi } from 'vitest';
import type { InstanceReport, InstanceSpec, Job, JobResult } from '../../core/ports.ts';
import type { Datatype, NumericArray } from '../../core/protocol/tensor.ts';
import { viewTensorData } from '../../core/protocol/tensor.ts';
import type { InstanceCommand } from './instanceMessages.ts';
import { control, slotStatus } from './sharedChannel.ts';
import { FakeWorker, marks } from './testing/fakeWorker.ts';
import { WorkerInstance } from './workerInstance.ts';

const spec: InstanceSpec = {
  model: 'toy',
  variant: 'fp32',
  file: { url: 'https://example.test/model.onnx', sizeBytes: 1, sha256: '' },
  backend: 'wasm',
  threads: 1,
  maxBatch: 4,
};

const report: InstanceReport = {
  inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 2] }],
  outputs: [{ name: 'y', datatype: 'FP32', shape: [-1, 2] }],
  batching: 'independent',
  costs: [],
  threads: 1,
  backend: 'wasm',
};

type Runtimes = Map<InstanceSpec['backend'], WebAssembly.Module>;

function start({
  canShare = true,
  runtimes = new Map(),
  ...overrides
}: Partial<InstanceSpec> & { readonly canShare?: boolean; readonly runtimes?: Runtimes } = {}): {
  readonly instance: WorkerInstance;
  readonly worker: FakeWorker;
  readonly losses: string[];
  readonly express: number[];
} {
  const worker = new FakeWorker();
  const losses: string[] = [];
  const express: number[] = [];
  const instance = new WorkerInstance(
    { ...spec, ...overrides },
    {
      onProgress: () => undefined,
      onExpress: ({ requestStartAt }) => express.push(requestStartAt),
      onLost: (reason) => losses.push(reason),
    },
    { canShare, spawn: () => worker as unknown as Worker, runtimes },
  );
  return { instance, worker, losses, express };
}

function jobOf(values: readonly number[], datatype: Exclude<Datatype, 'BYTES'> = 'FP32'): Job {
  const shape = [values.length / 2, 2];
  const fill = (target: NumericArray): void => {
    for (const [at, value] of values.entries()) {
      if (value !== 0) target[at] = target instanceof BigInt64Array ? BigInt(value) : value;
    }
  };
  return { inputs: [{ kind: 'numeric', datatype, shape, fill }], outputs: [0] };
}

function post(instance: WorkerInstance, job: Job): Promise<JobResult | Error> {
  return new Promise((resolve) => {
    instance.post(job, resolve);
  });
}

test('the runtime that one worker compiled is handed to those after it, by backend', () => {
  const runtimes: Runtimes = new Map();
  const runtime = new WebAssembly.Module(Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
  const runtimeOf = (worker: FakeWorker): unknown =>
    worker.sent.find((command) => command.kind === 'load')?.runtime;
  const first = start({ runtimes });
  expect(runtimeOf(first.worker)).toBeUndefined();
  first.worker.say({ kind: 'runtime', runtime });
  expect(runtimeOf(start({ runtimes }).worker)).toBeInstanceOf(WebAssembly.Module);
  expect(runtimeOf(start({ runtimes, backend: 'webgpu' }).worker)).toBeUndefined();
});

const y = (values: readonly number[]): object => ({
  outputs: [{ datatype: 'FP32', shape: [values.length / 2, 2], data: Float32Array.from(values) }],
  ...marks,
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('shared memory', () => {
  test('carries jobs to the worker and answers back, two at a time, for as long as it lives', async () => {
    const { instance, worker } = start();
    worker.say({ kind: 'ready', report });
    expect(await instance.ready).toBe(report);
    for (let round = 0; round < 5; round += 1) {
      const answers = [post(instance, jobOf([round, 1])), post(instance, jobOf([round, 2, 3, 4]))];
      worker.answerSlot();
      expect(await answers[0]).toEqual(y([2 * round, 2]));
      worker.answerSlot();
      expect(await answers[1]).toEqual(y([2 * round, 4, 6, 8]));
    }
  });

  test('leaves nothing of an earlier job in the inputs of a later one', async () => {
    const { instance, worker } = start();
    worker.say({ kind: 'ready', report });
    for (const values of [
      [1, 1],
      [2, 2],
      [0, 5],
    ]) {
      const answer = post(instance, jobOf(values));
      worker.answerSlot();
      expect(await answer).toEqual(y(values.map((value) => 2 * value)));
    }
  });

  test('a job posted while the last one settles is answered too', async () => {
    const { instance, worker } = start();
    worker.say({ kind: 'ready', report });
    const second = new Promise<JobResult | Error>((resolve) => {
      instance.post(jobOf([1, 1]), () => {
        instance.post(jobOf([3, 3]), resolve);
        worker.answerSlot();
      });
    });
    worker.answerSlot();
    expect(await second).toEqual(y([6, 6]));
  });

  test.each(['INT64', 'UINT64', 'UINT8', 'FP64', 'FP16', 'BOOL'] as const)('takes %s inputs', (datatype) => {
    const { instance, worker } = start();
    worker.say({ kind: 'ready', report });
    instance.post(jobOf([0, 0], datatype), () => undefined);
    const { tensors } = worker.channel.readEntries(0);
    const { byteOffset, byteLength } = tensors[0]!;
    const size = viewTensorData(datatype, new ArrayBuffer(8)).BYTES_PER_ELEMENT;
    expect(tensors[0]).toMatchObject({ datatype, shape: [1, 2], byteLength: 2 * size });
    expect([...new Uint8Array(worker.channel.buffer, byteOffset, byteLength)]).toEqual(
      Array.from({ length: 2 * size }, () => 0),
    );
  });

  test('a job that does not fit, and strings, go by message and wake the sleeping worker', () => {
    const { instance, worker } = start();
    worker.say({ kind: 'ready', report });
    instance.post(jobOf(Array.from({ length: 2 ** 16 }, () => 1)), () => undefined);
    instance.post(
      { inputs: [{ kind: 'strings', shape: [1, 1], data: ['a'] }], outputs: [0] },
      () => undefined,
    );
    expect(worker.sent.filter(({ kind }) => kind === 'job')).toHaveLength(2);
    expect(Atomics.load(worker.channel.control, control.portPosted)).toBe(2);
    expect(Atomics.load(worker.channel.control, control.jobsPosted)).toBe(0);
  });

  test('an answer too large for its slot comes by message', async () => {
    const { instance, worker } = start();
    worker.say({ kind: 'ready', report });
    const answer = post(instance, jobOf([1, 1]));
    worker.channel.setStatus(0, slotStatus.answeredByPort);
    worker.finishSlot();
    const outputs = [{ datatype: 'FP32', shape: [1, 2], data: Float32Array.of(9, 9) } as const];
    worker.say({ kind: 'job-done', sequence: 0, outputs, marks });
    expect(await answer).toEqual(y([9, 9]));
    const next = post(instance, jobOf([4, 4]));
    worker.answerSlot();
    expect(await next).toEqual(y([8, 8]));
  });

  test('a failed run rejects its own job alone', async () => {
    const { instance, worker } = start();
    worker.say({ kind: 'ready', report });
    const answers = [post(instance, jobOf([1, 1])), post(instance, jobOf([2, 2]))];
    worker.channel.setStatus(0, slotStatus.answeredByPort);
    worker.say({
      kind: 'job-failed',
      sequence: 0,
      error: { code: 'bad-input', message: 'no', retryable: false },
    });
    worker.finishSlot();
    worker.answerSlot();
    expect(await answers[0]).toMatchObject({ code: 'bad-input', message: 'no' });
    expect(await answers[1]).toEqual(y([4, 4]));
  });

  test('express records are handed on once each', () => {
    const { instance, worker, express } = start();
    worker.say({ kind: 'ready', report });
    for (const requestStartAt of [1, 2, 3]) worker.channel.appendRecord({ requestStartAt, ...marks });
    instance.collectExpress();
    worker.channel.appendRecord({ requestStartAt: 4, ...marks });
    worker.say({ kind: 'express-ring' });
    instance.collectExpress();
    expect(express).toEqual([1, 2, 3, 4]);
  });
});

describe('messages', () => {
  test('carry jobs where memory cannot be shared', async () => {
    const { instance, worker } = start({ canShare: false });
    worker.say({ kind: 'ready', report });
    const answers = [post(instance, jobOf([1, 2])), post(instance, jobOf([3, 4]))];
    const jobs = worker.sent.filter((command) => command.kind === 'job');
    expect(jobs).toMatchObject([
      { inputs: [{ datatype: 'FP32', shape: [1, 2], data: Float32Array.of(1, 2) }], outputs: [0] },
      { inputs: [{ data: Float32Array.of(3, 4) }] },
    ]);
    const outputs = [{ datatype: 'FP32', shape: [1, 2], data: Float32Array.of(7, 7) } as const];
    worker.say({
      kind: 'job-failed',
      sequence: jobs[1]!.sequence,
      error: { code: 'bad-input', message: '', retryable: false },
    });
    worker.say({ kind: 'job-done', sequence: jobs[0]!.sequence, outputs, marks });
    expect(await answers[0]).toEqual(y([7, 7]));
    expect(await answers[1]).toMatchObject({ code: 'bad-input' });
  });

  test('a WebGPU session shares no memory', () => {
    const { worker } = start({ backend: 'webgpu' });
    worker.say({ kind: 'ready', report });
    expect(worker.sent.map(({ kind }) => kind)).toEqual(['load']);
  });
});

describe('the end', () => {
  test('a load that fails rejects with its typed error', async () => {
    const { instance, worker } = start();
    worker.say({ kind: 'failed', error: { code: 'integrity', message: 'wrong bytes', retryable: false } });
    await expect(instance.ready).rejects.toMatchObject({ code: 'integrity', message: 'wrong bytes' });
  });

  test('an error on the thread is told once and ends the load', async () => {
    const { instance, worker, losses } = start();
    const preventDefault = vi.fn();
    worker.onerror?.({ message: 'out of memory', preventDefault });
    worker.onerror?.({ message: 'again', preventDefault });
    expect(losses).toEqual(['out of memory']);
    expect(worker.isTerminated).toBe(true);
    await expect(instance.ready).rejects.toMatchObject({ code: 'worker-lost' });
    worker.say({ kind: 'ready', report });
    expect(worker.sent.map(({ kind }) => kind)).toEqual(['load']);
  });

  test('a worker that never says a word is given up', () => {
    vi.useFakeTimers();
    const silent = start();
    const alive = start();
    alive.worker.say({ kind: 'alive' });
    vi.advanceTimersByTime(10_000);
    vi.useRealTimers();
    expect(silent.losses).toHaveLength(1);
    expect(silent.worker.isTerminated).toBe(true);
    expect(alive.losses).toEqual([]);
  });

  test('the release of its life lock is its death', async () => {
    const release = Promise.withResolvers<undefined>();
    const request = vi.fn((_: string, __: object, run: () => void) => release.promise.then(run));
    vi.stubGlobal('navigator', { locks: { request } });
    const { worker, losses } = start();
    expect(request).not.toHaveBeenCalled();
    worker.say({ kind: 'alive' });
    const { lockName } = worker.sent[0] as InstanceCommand & { kind: 'load' };
    expect(request.mock.calls[0]![0]).toBe(lockName);
    expect(losses).toEqual([]);
    release.resolve(undefined);
    await release.promise;
    expect(losses).toHaveLength(1);
  });

  test('after a stop nothing is settled, told or opened any more', async () => {
    const { instance, worker, losses } = start();
    worker.say({ kind: 'ready', report });
    const settle = vi.fn();
    instance.post(jobOf([1, 1]), settle);
    expect(instance.openLane()).toMatchObject({ kind: 'shared' });
    instance.terminate();
    worker.answerSlot();
    worker.onerror?.({ message: 'late', preventDefault: () => undefined });
    await new Promise((resolve) => setImmediate(resolve));
    expect(settle).not.toHaveBeenCalled();
    expect(losses).toEqual([]);
    expect(instance.openLane()).toBeUndefined();
  });
});
