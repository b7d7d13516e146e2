import type { WireOptions } from '../core/protocol/inference.ts';
import type { Letter } from '../platform/workers/letterbox.ts';
import type { Parcel } from './clientMessages.ts';

interface Lone {
  readonly requestStartAt: number;
  /** Messages that the page had received. */
  readonly messages: number;
}

/** A lone request as it leaves. */
export interface LoneCall extends Lone {
  readonly id: number;
  readonly call: { readonly model: string; readonly options: WireOptions } & (
    { readonly kind: 'text'; readonly text: string } | { readonly kind: 'row'; readonly values: Float32Array }
  );
}

/** A lone request as it arrives. */
export interface LoneParcel extends Lone {
  readonly parcel: Parcel & { readonly kind: 'text' | 'row' };
}

interface Address {
  readonly model: string;
  readonly options: WireOptions;
  readonly text: string;
}

const none = new Int32Array(0);
// Requests come with equal options again and again: one object serves them all.
let packed: Address | undefined;
let unpacked: Address | undefined;

/** A request as a letter, whose text begins with whose answer is asked, and how; {@link unpackRequestLetter} reads it. */
export function packRequestLetter({ call, id, requestStartAt, messages }: LoneCall): Letter {
  const { model, options } = call;
  if (packed?.model !== model || packed.options !== options)
    packed = { model, options, text: JSON.stringify([model, options]) };
  const address = packed.text;
  const numbers = [id, requestStartAt, messages, address.length, Number(call.kind === 'row')];
  if (call.kind === 'text') return { numbers, text: address + call.text, words: none };
  const { buffer, byteOffset, length } = call.values;
  return { numbers, text: address, words: new Int32Array(buffer as ArrayBuffer, byteOffset, length) };
}

/** What {@link packRequestLetter} wrote, with an array of its own. */
export function unpackRequestLetter({ numbers, text, words }: Letter): LoneParcel {
  const [firstId, requestStartAt, messages, addressLength, isRow] = numbers as [
    number,
    number,
    number,
    number,
    number,
  ];
  const address = text.slice(0, addressLength);
  if (unpacked?.text !== address) {
    const [model, options] = JSON.parse(address) as [string, WireOptions];
    unpacked = { model, options, text: address };
  }
  const { model, options } = unpacked;
  const parcel: LoneParcel['parcel'] =
    isRow === 1
      ? {
          kind: 'row',
          firstId,
          options,
          model,
          rowLength: words.length,
          values: new Float32Array(words.buffer),
        }
      : { kind: 'text', firstId, options, model, texts: [text.slice(addressLength)] };
  return { parcel, requestStartAt, messages };
}
