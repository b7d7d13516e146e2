import type { JobInput } from '../core/ports.ts';
import type { Tensor } from '../core/protocol/tensor.ts';
import { viewTensorData, countElements, elementSizeBytes } from '../core/protocol/tensor.ts';
import type { Deployment } from './deployment.ts';
import type { FeatureSpan, PreparedInput } from './preparedInput.ts';

/** What a prepared value looks like to the model: its inputs by name. */
export function namedTensors(
  { report, text }: Pick<Deployment, 'report' | 'text'>,
  input: PreparedInput,
): Record<string, Tensor> {
  const tensors =
    input.kind === 'tensors'
      ? input.tensors
      : text === undefined
        ? [{ datatype: 'INT32', shape: [1, input.length], data: idsOf(input) } as const]
        : text.buildInputs([input]).map(fillOut);
  return Object.fromEntries(
    report.inputs.map((spec, index) => [spec.name, tensors[index] as Tensor] as const),
  );
}

function fillOut(input: JobInput): Tensor {
  if (input.kind !== 'numeric') throw new Error('Tokens are numbers.');
  const { datatype, shape } = input;
  const data = viewTensorData(
    datatype,
    new ArrayBuffer(countElements(shape) * (elementSizeBytes(datatype) ?? 1)),
  );
  input.fill(data);
  return { datatype, shape, data };
}

function idsOf({ store, start, length }: FeatureSpan): Int32Array<ArrayBuffer> {
  return store.slice(start, start + length);
}
