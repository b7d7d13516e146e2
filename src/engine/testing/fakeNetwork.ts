import type { Clock } from '../../core/clock.ts';
import type { RemoteModel } from '../../core/protocol/describeRemote.ts';
import type { InferRequest } from '../../core/protocol/inference.ts';
import type { NumericArray, Tensor } from '../../core/protocol/tensor.ts';
import { RemoteFailure, type RemoteFault } from '../../core/routing/remoteFailure.ts';
import type { AttemptOptions, RemoteAnswer, RemoteNetwork } from '../../core/routing/remotePort.ts';
import { errorOfStatus } from '../../core/protocol/errorStatus.ts';
import { fakeReport } from './fakeModels.ts';

/** What becomes of the next calls: a fault, nothing ever, or tensors that are not the model's. */
export type RemoteBehaviour = 'well' | 'hang' | 'wrong shapes' | RemoteFault;

/** An endpoint that serves the fake models after `ms`, as it is told. */
export class FakeNetwork implements RemoteNetwork {
  readonly calls: InferRequest[] = [];
  described = 0;
  isUp = true;
  ms = 10;
  maxBatch = 1;
  version = '1';
  behaviour: RemoteBehaviour = 'well';
  describe: ((model: string) => RemoteModel) | undefined;
  aborted = 0;
  /** The so manieth call from now on is refused as wrong, 0 for the next; then all are well again. */
  failCall: number | undefined;
  onCall: (() => void) | undefined;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isOnline(): boolean {
    return this.isUp;
  }

  test(): Promise<never> {
    return Promise.reject(new Error('There is nothing to test.'));
  }

  open(): ReturnType<RemoteNetwork['open']> {
    return {
      form: 'binary',
      infer: (request, options) => this.#infer(request, options),
      describeModel: (model) => {
        this.described += 1;
        if (this.describe !== undefined) return Promise.resolve(this.describe(model));
        const { inputs, outputs } = fakeReport(model);
        return Promise.resolve({ versions: ['1'], inputs, outputs, maxBatch: this.maxBatch });
      },
      describeServer: () => Promise.resolve({ extensions: [] }),
    };
  }

  #infer(request: InferRequest, { timeoutMs, signal }: AttemptOptions): Promise<RemoteAnswer> {
    this.calls.push(request);
    this.onCall?.();
    const isChosen = this.failCall === 0;
    if (this.failCall !== undefined) this.failCall = isChosen ? undefined : this.failCall - 1;
    const { ms, version } = this;
    const behaviour = isChosen ? refusal : this.behaviour;
    return new Promise<RemoteAnswer>((settle, refuse) => {
      let isOpen = true;
      const resolve = (answer: RemoteAnswer): void => {
        isOpen = false;
        settle(answer);
      };
      const reject = (error: Error): void => {
        isOpen = false;
        refuse(error);
      };
      const cancel =
        behaviour === 'hang'
          ? this.#clock.after(timeoutMs, () => {
              reject(new RemoteFailure('remote', 'too late', { kind: 'timeout' }));
            })
          : this.#clock.after(Math.min(ms, timeoutMs), () => {
              if (ms > timeoutMs) reject(new RemoteFailure('remote', 'too late', { kind: 'timeout' }));
              else if (behaviour === 'well') resolve(answerTo(request, version));
              else if (behaviour === 'wrong shapes') resolve(wrongAnswer);
              else reject(failureOf(behaviour));
            });
      signal?.addEventListener(
        'abort',
        () => {
          if (!isOpen) return;
          cancel();
          this.aborted += 1;
          reject(signal.reason as Error);
        },
        { once: true },
      );
    });
  }
}

function answerTo({ inputs }: InferRequest, version: string): RemoteAnswer {
  const x = inputs['x'] as Tensor;
  const [rows = 0, width = 0] = x.shape;
  const firsts = Array.from({ length: rows }, (_, row) => (x.data as NumericArray)[row * width] as number);
  const y = Float32Array.from(firsts.flatMap((value) => [2 * value, width]));
  const outputs = {
    y: { datatype: 'FP32', shape: [rows, 2], data: y },
    z: { datatype: 'INT32', shape: [rows, 1], data: Int32Array.from(firsts) },
  } as const;
  return { response: { outputs, version }, sentBytes: 100, receivedBytes: 50 };
}

const refusal: RemoteBehaviour = { kind: 'status', status: 400 };

const wrongAnswer: RemoteAnswer = {
  response: { outputs: { y: { datatype: 'FP32', shape: [7], data: new Float32Array(7) } } },
  sentBytes: 1,
  receivedBytes: 1,
};

function failureOf(fault: RemoteFault): RemoteFailure {
  const { code, message } =
    fault.kind === 'status'
      ? errorOfStatus(fault.status, '')
      : { code: 'remote' as const, message: fault.kind };
  return new RemoteFailure(code, message, fault);
}
