import { decodeTensorBytes } from './decodeTensorBytes.ts';
import { messageFault } from './messageFault.ts';
import type { ProtocolRequest } from './protocolMessage.ts';
import { countElements, elementSizeBytes, type TensorSpec } from './tensor.ts';

const side = 'request';

/**
 * A request whose body is the bytes of the one input alone (a header length of 0): one row, all outputs binary. The one dimension
 * that may be free besides the rows follows from the number of bytes. Throws `bad-input` for models that raw bytes cannot describe.
 */
export function decodeRawRequest(body: Uint8Array, inputs: readonly TensorSpec[]): ProtocolRequest {
  const [spec] = inputs;
  if (spec === undefined || inputs.length > 1) {
    throw messageFault(side, 'Raw body', 'a model of one input', `one of ${inputs.length}`);
  }
  const { name, datatype } = spec;
  const elementSize = elementSizeBytes(datatype);
  if (elementSize === undefined) {
    throw messageFault(side, 'Raw body', 'an input of numbers', `${datatype} for "${name}"`);
  }
  const row = spec.shape.map((size, axis) => (axis === 0 && size === -1 ? 1 : size));
  const fixedSizes = row.filter((size) => size !== -1);
  if (row.length - fixedSizes.length > 1) {
    const shape = `[${spec.shape.join(', ')}]`;
    throw messageFault(side, 'Raw body', `at most one free dimension in a row of "${name}"`, shape);
  }
  const freeSize = Math.floor(body.byteLength / (countElements(fixedSizes) * elementSize));
  const shape = row.map((size) => (size === -1 ? freeSize : size));
  return {
    inputs: { [name]: decodeTensorBytes({ name, datatype, shape }, body, side) },
    isBinaryOutput: true,
  };
}
