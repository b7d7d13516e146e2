import {
  countElements,
  elementSizeBytes,
  type NumericArray,
  type TensorSpec,
} from '../core/protocol/tensor.ts';
import type { Job, JobInput } from '../core/ports.ts';
import type { QueueItem } from './engineRequest.ts';
import type { FeatureSpan } from './preparedInput.ts';
import type { ServedText } from './servedText.ts';

const widthStep = 8;

/** Rows to execute; undefined for a model whose inputs have no dimension of rows. */
type ExecutedRows = number | undefined;

/** The job that runs these items' rows one behind the other, and empty rows up to `executedRows`. */
export function buildJob(
  items: readonly QueueItem[],
  specs: readonly TensorSpec[],
  executedRows: ExecutedRows,
  text?: ServedText,
): Job {
  const outputs = [...new Set(items.flatMap((item) => item.request.outputs))].toSorted((a, b) => a - b);
  const first = (items[0] as QueueItem).request.input;
  if (first.kind === 'features') {
    const spans = spansOf(items);
    return text === undefined
      ? { inputs: [featureInput(spans, executedRows)], outputs }
      : { inputs: text.buildInputs(spans, executedRows), outputs };
  }
  return { inputs: specs.map((spec, index) => tensorInput(items, spec, index, executedRows)), outputs };
}

function spansOf(items: readonly QueueItem[]): readonly FeatureSpan[] {
  return items.map(({ request }) => {
    if (request.input.kind !== 'features') throw new Error('A batch mixes features and tensors.');
    return request.input;
  });
}

/** Ids padded with zeros to the longest row; the sum over ids does not see them. */
function featureInput(spans: readonly FeatureSpan[], executedRows: ExecutedRows): JobInput {
  let width = 1;
  for (const { length } of spans) width = Math.max(width, length);
  if (spans.length > 1) width = Math.ceil(width / widthStep) * widthStep;
  return {
    kind: 'numeric',
    datatype: 'INT32',
    shape: [executedRows ?? spans.length, width],
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
  executedRows: ExecutedRows,
): JobInput {
  const hasRows = executedRows !== undefined;
  const tensors = items.map(({ request }) => {
    if (request.input.kind !== 'tensors') throw new Error('A batch mixes features and tensors.');
    return request.input.tensors[index] as (typeof request.input.tensors)[number];
  });
  const [sample] = tensors as [(typeof tensors)[number]];
  const shape = hasRows ? [executedRows, ...sample.shape.slice(1)] : sample.shape;
  const rowLength = hasRows ? countElements(sample.shape.slice(1)) : countElements(sample.shape);
  const rangeOf = (item: QueueItem): readonly [number, number] =>
    hasRows ? [item.start * rowLength, (item.start + item.rows) * rowLength] : [0, rowLength];
  if (spec.datatype === 'BYTES') {
    const data = items.flatMap((item, position) =>
      (tensors[position]?.data as readonly string[]).slice(...rangeOf(item)),
    );
    while (data.length < countElements(shape)) data.push('');
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
