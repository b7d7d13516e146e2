import type { JobInput } from '../core/ports.ts';
import { countElements, elementSizeBytes, viewTensorData, type Tensor } from '../core/protocol/tensor.ts';

/** An input of tokens as a tensor of its own. */
export function fillOut(input: JobInput): Tensor {
  if (input.kind !== 'numeric') throw new Error('Tokens are numbers.');
  const { datatype, shape } = input;
  const data = viewTensorData(
    datatype,
    new ArrayBuffer(countElements(shape) * (elementSizeBytes(datatype) ?? 1)),
  );
  input.fill(data);
  return { datatype, shape, data };
}
