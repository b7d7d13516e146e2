import type { WireOptions } from '../core/protocol/inference.ts';
import type { Letter } from '../platform/workers/letterbox.ts';
import type { ClientMessage, Parcel } from './clientMessages.ts';

type CarriedParcel = Parcel & { readonly kind: 'text' | 'row' };

/** A parcel of one text or row. */
export interface LoneRequest {
  readonly parcel: CarriedParcel;
  readonly requestStartAt: number;
  /** Leads that the page has received. */
  readonly leads: number;
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

/** Inverse of {@link unpackRequestLetter}. The text begins with whose answer is asked, and how. */
export function packRequestLetter({ parcel, requestStartAt, leads }: LoneRequest): Letter {
  const { firstId, model, options } = parcel;
  if (packed?.model !== model || packed.options !== options)
    packed = { model, options, text: JSON.stringify([model, options]) };
  const address = packed.text;
  const numbers = [firstId, requestStartAt, leads, address.length, Number(parcel.kind === 'row')];
  if (parcel.kind === 'text') return { numbers, text: address + (parcel.texts[0] as string), words: none };
  const { buffer, byteOffset, length } = parcel.values;
  return { numbers, text: address, words: new Int32Array(buffer, byteOffset, length) };
}

/** Inverse of {@link packRequestLetter}. */
export function unpackRequestLetter({ numbers, text, words }: Letter): LoneRequest {
  const [firstId, requestStartAt, leads, addressLength, isRow] = numbers as [
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
  const parcel: CarriedParcel =
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
  return { parcel, requestStartAt, leads };
}

/** A request as it comes in a message. */
export function toMessage({ parcel, requestStartAt }: LoneRequest): ClientMessage {
  return { kind: 'requests', requestStartAt, parcels: [parcel] };
}
