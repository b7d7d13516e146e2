import type { WireOptions } from '../core/protocol/inference.ts';
import type { Parcel } from '../engine/clientMessages.ts';
import type { Call } from './call.ts';

/** Neighbouring calls of one kind, model and options become one parcel; ids count on from `firstId`. */
export function packParcels(
  calls: readonly Call[],
  firstId: number,
  transfer: Transferable[],
): readonly Parcel[] {
  const parcels: Parcel[] = [];
  for (let start = 0; start < calls.length;) {
    const first = calls[start] as Call;
    let end = start + 1;
    while (end < calls.length && isAlike(first, calls[end] as Call)) end += 1;
    parcels.push(packAlike(calls.slice(start, end), firstId + start, transfer));
    start = end;
  }
  return parcels;
}

function isAlike(left: Call, right: Call): boolean {
  if (left.kind !== right.kind || !isSameOptions(left.options, right.options)) return false;
  if (left.kind === 'infer' || right.kind === 'infer') return true;
  if (left.kind === 'row' && right.kind === 'row' && left.values.length !== right.values.length) return false;
  return left.model === right.model;
}

function isSameOptions(left: WireOptions, right: WireOptions): boolean {
  return (
    left === right ||
    (left.deadlineMs === right.deadlineMs &&
      left.priority === right.priority &&
      left.route === right.route &&
      left.cache === right.cache &&
      left.partition === right.partition)
  );
}

function packAlike(calls: readonly Call[], firstId: number, transfer: Transferable[]): Parcel {
  const first = calls[0] as Call;
  const { options } = first;
  switch (first.kind) {
    case 'text':
      return {
        kind: 'text',
        firstId,
        options,
        model: first.model,
        texts: (calls as (Call & { kind: 'text' })[]).map((call) => call.text),
      };
    case 'row': {
      const rowLength = first.values.length;
      const values = new Float32Array(rowLength * calls.length);
      for (const [index, call] of (calls as (Call & { kind: 'row' })[]).entries())
        values.set(call.values, index * rowLength);
      transfer.push(values.buffer);
      return { kind: 'row', firstId, options, model: first.model, rowLength, values };
    }
    case 'value':
      return {
        kind: 'value',
        firstId,
        options,
        model: first.model,
        values: (calls as (Call & { kind: 'value' })[]).map((call) => call.value),
      };
    case 'infer':
      return {
        kind: 'infer',
        firstId,
        options,
        requests: (calls as (Call & { kind: 'infer' })[]).map((call) => call.request),
      };
  }
}
