import { encodeError, messageOf, NearsideError } from '../core/errors.ts';
import type {
  BeforeSend,
  OutgoingChange,
  OutgoingRequest,
  SendVerdict,
} from '../core/routing/outgoingRequest.ts';
import { showValue } from '../core/showValue.ts';
import type { ClientMessage, EngineMessage } from '../engine/clientMessages.ts';
import { ownShared } from './ownShared.ts';

/** Nothing else of a request may be changed. */
const fixedParts = ['url', 'host', 'model', 'version'] as const;

/** Answers the engines that serve this page whether its requests may leave the device: by what the embedding page says. */
export class SendDesk {
  readonly #beforeSend: BeforeSend;
  #port: Pick<MessagePort, 'postMessage'> | undefined;

  constructor(beforeSend: BeforeSend) {
    this.#beforeSend = beforeSend;
  }

  /** An engine serves this page from now on: it is told before it gets any request. */
  attach(port: Pick<MessagePort, 'postMessage'>): void {
    this.#port = port;
    port.postMessage({ kind: 'screening' } satisfies ClientMessage);
  }

  detach(): void {
    this.#port = undefined;
  }

  async show({ id, request }: EngineMessage & { readonly kind: 'screen' }): Promise<void> {
    const port = this.#port;
    const verdict = await this.#judge(request);
    // The next engine counts its questions anew: it must not take this for the answer to one of them.
    if (port === undefined || port !== this.#port) return;
    try {
      port.postMessage({ kind: 'screened', id, verdict } satisfies ClientMessage);
    } catch (error) {
      const unsendable = refuse('bad-input', `beforeSend returned what cannot be sent: ${messageOf(error)}`);
      port.postMessage({ kind: 'screened', id, verdict: unsendable } satisfies ClientMessage);
    }
  }

  async #judge(request: OutgoingRequest): Promise<SendVerdict> {
    let answer: unknown;
    try {
      answer = await this.#beforeSend(request);
    } catch (error) {
      return refuse('consent', `beforeSend refused: ${messageOf(error)}`);
    }
    if (answer === null) return refuse('consent', 'beforeSend refused: nothing was sent.');
    // Its arrays may have been written into: what it has seen is what leaves.
    const change = answer === undefined ? request : answer;
    if (typeof change !== 'object')
      return refuse(
        'bad-input',
        `beforeSend: expected a request, null or undefined, got ${showValue(change)}.`,
      );
    const { inputs, parameters, ...others } = change as OutgoingChange & Partial<OutgoingRequest>;
    const other = fixedParts.find((part) => others[part] !== undefined && others[part] !== request[part]);
    if (other !== undefined)
      return refuse(
        'bad-input',
        `beforeSend: only inputs and parameters may be changed, got another ${other}.`,
      );
    return { kind: 'send', inputs: ownShared(inputs), parameters };
  }
}

/** Undefined where nothing is to be asked. Throws `bad-input` for what is no function. */
export function openSendDesk(beforeSend: BeforeSend | undefined): SendDesk | undefined {
  if (beforeSend === undefined) return undefined;
  if (typeof beforeSend === 'function') return new SendDesk(beforeSend);
  throw new NearsideError('bad-input', `beforeSend: expected a function, got ${showValue(beforeSend)}.`);
}

function refuse(code: 'bad-input' | 'consent', message: string): SendVerdict {
  return { kind: 'refused', error: encodeError(new NearsideError(code, message)) };
}
