import { ChurningMap } from '../../core/collections/churningMap.ts';
import { decodeError, NearsideError } from '../../core/errors.ts';
import type {
  ExpressLane,
  Instance,
  InstanceEvents,
  InstanceReport,
  InstanceSpec,
  Job,
  JobResult,
} from '../../core/ports.ts';
import {
  countElements,
  elementSizeBytes,
  viewTensorData,
  type TensorSpec,
} from '../../core/protocol/tensor.ts';
import { tensorSizeBytes } from '../../core/protocol/validateTensor.ts';
import type { InstanceCommand, InstanceNotice, PortTensor } from './instanceMessages.ts';
import { control, SharedChannel, slotStatus } from './sharedChannel.ts';
import { watchWorker } from './watchWorker.ts';

export interface WorkerInstanceOptions {
  /** Whether memory may be shared with the worker: the page is isolated and the backend sleeps well. */
  readonly canShare: boolean;
  readonly spawn: () => Worker;
  /** Compiled runtimes by backend: what the first worker compiled is handed to all later ones. */
  readonly runtimes: Map<InstanceSpec['backend'], WebAssembly.Module>;
}

interface PendingJob {
  readonly job: Job;
  readonly settle: (outcome: JobResult | Error) => void;
}

const minPayloadBytes = 64 * 1024;
const maxPayloadBytes = 8 * 2 ** 20;
const unknownDimension = 256;
const maxSharedOutputs = 31;

/** An inference worker of its own for one session, seen from the engine. */
export class WorkerInstance implements Instance {
  readonly ready: Promise<InstanceReport>;
  readonly #worker: Worker;
  readonly #spec: InstanceSpec;
  readonly #events: InstanceEvents;
  readonly #canShare: boolean;
  readonly #runtimes: WorkerInstanceOptions['runtimes'];
  readonly #unwatch: () => void;
  readonly #slotJobs = new ChurningMap<number, PendingJob>();
  readonly #portJobs = new ChurningMap<number, PendingJob>();
  #channel: SharedChannel | undefined;
  #slotsRead = 0;
  #nextPortSequence = -1;
  #recordsRead = 0;
  #isListening = false;
  #isGone = false;
  #settleReady: { resolve: (report: InstanceReport) => void; reject: (error: Error) => void };

  constructor(
    spec: InstanceSpec,
    events: InstanceEvents,
    { canShare, spawn, runtimes }: WorkerInstanceOptions,
  ) {
    this.#spec = spec;
    this.#events = events;
    this.#canShare = canShare && spec.backend === 'wasm';
    this.#runtimes = runtimes;
    const { promise, resolve, reject } = Promise.withResolvers<InstanceReport>();
    this.ready = promise;
    this.#settleReady = { resolve, reject };
    this.#worker = spawn();
    const lockName = `nearside-instance-${crypto.randomUUID()}`;
    this.#unwatch = watchWorker(this.#worker, lockName, {
      onMessage: (notice) => {
        this.#receive(notice);
      },
      onDeath: (reason) => {
        this.#lose(reason);
      },
    });
    this.#send({ kind: 'load', spec, lockName, runtime: runtimes.get(spec.backend) });
  }

  post(job: Job, settle: (outcome: JobResult | Error) => void): void {
    const pending = { job, settle };
    if (this.#channel === undefined || !this.#postShared(this.#channel, pending)) this.#postByPort(pending);
  }

  poll(): void {
    if (this.#channel !== undefined && this.#isListening) this.#drain(this.#channel);
  }

  openLane(): ExpressLane | undefined {
    if (this.#isGone) return undefined;
    if (this.#channel !== undefined) return { kind: 'shared', buffer: this.#channel.buffer };
    if (this.#spec.backend !== 'wasm') return undefined;
    const { port1, port2 } = new MessageChannel();
    this.#send({ kind: 'lane-port', port: port1 }, [port1]);
    return { kind: 'port', port: port2 };
  }

  collectExpress(): void {
    if (this.#channel === undefined) return;
    // The worker may write on meanwhile.
    const written = Atomics.load(this.#channel.control, control.recordsWritten);
    const records = this.#channel.readRecords(this.#recordsRead, written);
    this.#recordsRead = written;
    for (const record of records) this.#events.onExpress(record);
  }

  terminate(): void {
    this.#isGone = true;
    this.#unwatch();
    this.#worker.terminate();
    this.#settleReady.reject(
      new NearsideError('worker-lost', `The worker of "${this.#spec.model}" was stopped.`),
    );
    this.ready.catch(() => undefined);
  }

  #send(command: InstanceCommand, transfer: Transferable[] = []): void {
    this.#worker.postMessage(command, transfer);
  }

  #lose(reason: string): void {
    if (this.#isGone) return;
    this.terminate();
    this.#events.onLost(reason);
  }

  #receive(notice: InstanceNotice): void {
    switch (notice.kind) {
      case 'alive':
        return;
      case 'runtime':
        this.#runtimes.set(this.#spec.backend, notice.runtime);
        return;
      case 'progress':
        this.#events.onProgress(notice.progress);
        return;
      case 'ready':
        this.#serve(notice.report);
        return;
      case 'failed':
        this.#settleReady.reject(decodeError(notice.error));
        return;
      case 'express':
        this.#events.onExpress(notice.record);
        return;
      case 'express-ring':
        this.collectExpress();
        return;
      case 'job-done':
        this.#settlePortJob(notice.sequence, { outputs: notice.outputs, ...notice.marks });
        return;
      case 'job-failed':
        this.#settlePortJob(notice.sequence, decodeError(notice.error));
    }
  }

  #serve(report: InstanceReport): void {
    if (this.#canShare) {
      const payloadBytes = rowBytes(report.inputs) + rowBytes(report.outputs);
      const wanted = payloadBytes * this.#spec.maxBatch;
      this.#channel = SharedChannel.allocate(Math.min(Math.max(wanted, minPayloadBytes), maxPayloadBytes));
      this.#send({ kind: 'serve', shared: this.#channel.buffer });
    }
    this.#settleReady.resolve(report);
  }

  #settlePortJob(sequence: number, outcome: JobResult | Error): void {
    const jobs = sequence < 0 ? this.#portJobs : this.#slotJobs;
    jobs.take(sequence)?.settle(outcome);
  }

  #postByPort(pending: PendingJob): void {
    const sequence = this.#nextPortSequence;
    this.#nextPortSequence -= 1;
    this.#portJobs.set(sequence, pending);
    const transfer: ArrayBuffer[] = [];
    const inputs = pending.job.inputs.map((input): PortTensor => {
      if (input.kind === 'strings') return { datatype: 'BYTES', shape: input.shape, data: input.data };
      const buffer = new ArrayBuffer(tensorSizeBytes(input.datatype, input.shape));
      const data = viewTensorData(input.datatype, buffer);
      input.fill(data);
      transfer.push(buffer);
      return { datatype: input.datatype, shape: input.shape, data };
    });
    this.#send({ kind: 'job', sequence, inputs, outputs: pending.job.outputs }, transfer);
    if (this.#channel === undefined) return;
    Atomics.add(this.#channel.control, control.portPosted, 1);
    this.#channel.ring();
  }

  #postShared(channel: SharedChannel, pending: PendingJob): boolean {
    const { inputs, outputs } = pending.job;
    if (outputs.some((index) => index >= maxSharedOutputs)) return false;
    const sequence = Atomics.load(channel.control, control.jobsPosted);
    const tensors = inputs.map((input, index) => ({
      index,
      datatype: input.kind === 'strings' ? ('BYTES' as const) : input.datatype,
      shape: input.shape,
      byteLength: input.kind === 'strings' ? 0 : tensorSizeBytes(input.datatype, input.shape),
    }));
    const placed = channel.layOut(sequence, tensors);
    if (placed === undefined) return false;
    for (const [index, { datatype, byteOffset, byteLength }] of placed.entries()) {
      const input = inputs[index];
      if (input?.kind !== 'numeric') return false;
      const target = viewTensorData(
        datatype,
        channel.buffer,
        byteOffset,
        byteLength / (elementSizeBytes(datatype) ?? 1),
      );
      new Uint8Array(channel.buffer, byteOffset, byteLength).fill(0);
      input.fill(target);
    }
    const wantedOutputs = outputs.reduce((mask, index) => mask | (1 << index), 0);
    channel.writeEntries(sequence, placed, wantedOutputs);
    this.#slotJobs.set(sequence, pending);
    Atomics.add(channel.control, control.jobsPosted, 1);
    channel.ring();
    if (!this.#isListening) this.#listen(channel);
    return true;
  }

  /** Waits for the next finished slot without blocking this thread. */
  #listen(channel: SharedChannel): void {
    for (;;) {
      this.#drain(channel);
      if (this.#isGone || this.#slotsRead === Atomics.load(channel.control, control.jobsPosted)) {
        this.#isListening = false;
        return;
      }
      const wait = Atomics.waitAsync(channel.control, control.jobsDone, this.#slotsRead);
      if (wait.async) {
        this.#isListening = true;
        void wait.value.then(() => {
          this.#listen(channel);
        });
        return;
      }
    }
  }

  #drain(channel: SharedChannel): void {
    // Settling may post the next job, which must not start a second listener.
    this.#isListening = true;
    while (!this.#isGone && this.#slotsRead !== Atomics.load(channel.control, control.jobsDone)) {
      const sequence = this.#slotsRead;
      this.#slotsRead = (sequence + 1) | 0;
      if (channel.getStatus(sequence) === slotStatus.answeredByPort) continue;
      this.#slotJobs.take(sequence)?.settle(readResult(channel, sequence));
    }
  }
}

function readResult(channel: SharedChannel, sequence: number): JobResult {
  const { tensors } = channel.readEntries(sequence);
  const outputs = tensors.map(({ datatype, shape, byteOffset, byteLength }) => {
    const copy = new Uint8Array(byteLength);
    copy.set(new Uint8Array(channel.buffer, byteOffset, byteLength));
    return { datatype, shape, data: viewTensorData(datatype, copy.buffer) };
  });
  return { outputs, ...channel.readMarks(sequence) };
}

function rowBytes(specs: readonly TensorSpec[]): number {
  return specs.reduce((sum, { datatype, shape }) => {
    const row = shape.map((size, axis) => (axis === 0 ? 1 : size === -1 ? unknownDimension : size));
    return sum + (elementSizeBytes(datatype) ?? 0) * countElements(row) + 64;
  }, 0);
}
