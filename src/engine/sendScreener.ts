import type { Clock } from '../core/clock.ts';
import { ChurningMap } from '../core/collections/churningMap.ts';
import { decodeError, NearsideError } from '../core/errors.ts';
import type { Tensor } from '../core/protocol/tensor.ts';
import type { OutgoingRequest, SendVerdict } from '../core/routing/outgoingRequest.ts';
import type { EngineMessage } from './clientMessages.ts';

export interface SendScreenerPorts {
  readonly clock: Clock;
  send(message: EngineMessage, transfer?: ArrayBuffer[]): void;
}

/** What may leave, as the page says, or why nothing may. */
export type Screened = Exclude<SendVerdict, { kind: 'refused' }> | NearsideError;

interface Question {
  readonly settle: (screened: Screened) => void;
  readonly cancelTimer: () => void;
}

/** A page that has not answered by then is taken to refuse. */
const longestMs = 10_000;
let screeners = 0;

/** Shows the requests of one page to that page before they leave the device. */
export class SendScreener {
  /** Tells requests that it screens from those of others. */
  readonly key: number;
  readonly #ports: SendScreenerPorts;
  readonly #questions = new ChurningMap<number, Question>();
  #asked = 0;
  #isClosed = false;

  constructor(ports: SendScreenerPorts) {
    screeners += 1;
    this.key = screeners;
    this.#ports = ports;
  }

  /** Asks the page; `settle` is called once, unless the question is called off by what this returns while it is open. */
  ask(request: OutgoingRequest, settle: (screened: Screened) => void): (() => void) | undefined {
    if (this.#isClosed) {
      settle(pageGone());
      return undefined;
    }
    this.#asked += 1;
    const id = this.#asked;
    const cancelTimer = this.#ports.clock.after(longestMs, () => {
      const message = `beforeSend did not answer within ${longestMs} ms: nothing was sent.`;
      this.#settle(id, new NearsideError('consent', message));
    });
    this.#questions.set(id, { settle, cancelTimer });
    const inputs = Object.fromEntries(
      Object.entries(request.inputs).map(([name, tensor]) => [name, copyTensor(tensor)]),
    );
    this.#ports.send({ kind: 'screen', id, request: { ...request, inputs } }, buffersOf(inputs));
    return () => {
      this.#questions.delete(id);
      cancelTimer();
    };
  }

  /** The page's answer; one that comes too late is dropped. */
  take(id: number, verdict: SendVerdict): void {
    this.#settle(id, verdict.kind === 'refused' ? decodeError(verdict.error) : verdict);
  }

  /** The page is gone. */
  close(): void {
    this.#isClosed = true;
    for (const id of [...this.#questions.keys()]) this.#settle(id, pageGone());
  }

  #settle(id: number, screened: Screened): void {
    const question = this.#questions.get(id);
    this.#questions.delete(id);
    question?.cancelTimer();
    question?.settle(screened);
  }
}

function pageGone(): NearsideError {
  return new NearsideError('consent', 'The page that asked is gone: nothing was sent.');
}

/** A view on a larger buffer would bring all of it along. */
function copyTensor(tensor: Tensor): Tensor {
  const data = tensor.data as Float32Array<ArrayBuffer> | readonly string[];
  return { ...tensor, data: data.slice() };
}

function buffersOf(inputs: Readonly<Record<string, Tensor>>): ArrayBuffer[] {
  return Object.values(inputs).flatMap(({ data }) =>
    ArrayBuffer.isView(data) ? [data.buffer as ArrayBuffer] : [],
  );
}
