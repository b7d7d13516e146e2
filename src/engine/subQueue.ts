import {
  countElements,
  elementSizeBytes,
  type NumericArray,
  type TensorSpec,
} from '../core/protocol/tensor.ts';
import type { Job, JobInput } from '../core/ports.ts';
import { RequestQueue } from '../core/scheduling/requestQueue.ts';
import type { CostTable } from '../core/scheduling/costModel.ts';
import type { QueueItem } from './engineRequest.ts';

/** Requests of one deployment whose rows have the same shape and can share a batch. */
export class SubQueue {
  readonly queue = new RequestQueue<QueueItem>();
  cost: CostTable = [];
}

/** The name of a row shape: the dimensions after the first, input by input. */
export function shapeKey(rowShapes: readonly (readonly number[])[]): string {
  return rowShapes.map((shape) => shape.join('x')).join(';');
}

/** The smallest width that holds `length` ids; its own where none does. */
export function bucketOf(length: number, buckets: readonly number[]): number {
  return buckets.find((width) => length <= width) ?? length;
}

const widthStep = 8;

/** The job that runs these items' rows one behind the other. */
export function buildJob(items: readonly QueueItem[], specs: readonly TensorSpec[], hasRows: boolean): Job {
  const outputs = [...new Set(items.flatMap((item) => item.request.outputs))].toSorted((a, b) => a - b);
  const first = (items[0] as QueueItem).request.input;
  if (first.kind === 'features') return { inputs: [featureInput(items)], outputs };
  const rows = items.reduce((sum, item) => sum + item.rows, 0);
  return { inputs: specs.map((spec, index) => tensorInput(items, spec, index, rows, hasRows)), outputs };
}

/** Ids padded with zeros to the longest row; the sum over ids does not see them. */
function featureInput(items: readonly QueueItem[]): JobInput {
  const spans = items.map(({ request }) => {
    if (request.input.kind !== 'features') throw new Error('A batch mixes features and tensors.');
    return request.input;
  });
  let width = 1;
  for (const { length } of spans) width = Math.max(width, length);
  if (spans.length > 1) width = Math.ceil(width / widthStep) * widthStep;
  return {
    kind: 'numeric',
    datatype: 'INT32',
    shape: [spans.length, width],
    fill: (target) => {
      const ids = target as Int32Array;
      let row = 0;
      for (const { store, start, length } of spans) {
        for (let index = 0; index < length; index += 1) ids[row + index] = store[start + index] as number;
        row += width;
      }
    },
  };
}

function tensorInput(
  items: readonly QueueItem[],
  spec: TensorSpec,
  index: number,
  rows: number,
  hasRows: boolean,
): JobInput {
  const tensors = items.map(({ request }) => {
    if (request.input.kind !== 'tensors') throw new Error('A batch mixes features and tensors.');
    return request.input.tensors[index] as (typeof request.input.tensors)[number];
  });
  const [sample] = tensors as [(typeof tensors)[number]];
  const shape = hasRows ? [rows, ...sample.shape.slice(1)] : sample.shape;
  const rowLength = hasRows ? countElements(sample.shape.slice(1)) : countElements(sample.shape);
  const rangeOf = (item: QueueItem): readonly [number, number] =>
    hasRows ? [item.start * rowLength, (item.start + item.rows) * rowLength] : [0, rowLength];
  if (spec.datatype === 'BYTES') {
    const data = items.flatMap((item, position) =>
      (tensors[position]?.data as readonly string[]).slice(...rangeOf(item)),
    );
    return { kind: 'strings', shape, data };
  }
  return {
    kind: 'numeric',
    datatype: spec.datatype,
    shape,
    fill: (target) => {
      const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
      const size = elementSizeBytes(spec.datatype) as number;
      let offset = 0;
      for (const [position, item] of items.entries()) {
        const source = tensors[position]?.data as NumericArray;
        const [from, to] = rangeOf(item);
        bytes.set(new Uint8Array(source.buffer, source.byteOffset + from * size, (to - from) * size), offset);
        offset += (to - from) * size;
      }
    },
  };
}
