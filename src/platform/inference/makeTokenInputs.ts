import { countElements, elementSizeBytes, viewTensorData } from '../../core/protocol/tensor.ts';
import type { TensorSpec } from '../../core/protocol/tensor.ts';
import { fillTokenInput, tokenRoleOf, type TokenRow } from '../../core/tokens/tokenInput.ts';
import type { TokenLayout } from '../../core/tokens/tokenLayout.ts';
import { makeSampleInputs } from './sampleInputs.ts';
import type { SessionInput } from './session.ts';

const step = 7919;

/** Made-up rows of tokens: for each length one row with ids of its own. */
export function makeTokenRows(
  lengths: readonly number[],
  { vocabularySize }: TokenLayout,
): readonly TokenRow[] {
  return lengths.map((length, row) => ({
    store: Int32Array.from({ length }, (_, index) => ((row * 101 + index + 1) * step) % vocabularySize),
    start: 0,
    length,
  }));
}

/** Rows of tokens as the inputs of a session, `width` wide where the session leaves that free. */
export function makeTokenInputs(
  specs: readonly TensorSpec[],
  rows: readonly TokenRow[],
  { padId }: TokenLayout,
  width: number,
): readonly SessionInput[] {
  const others = makeSampleInputs(specs, { rows: rows.length, freeSize: width, largestId: 2 });
  return specs.map((spec, index) => {
    const role = tokenRoleOf(spec);
    const { datatype, shape } = others[index] as SessionInput;
    if (role === undefined || datatype === 'BYTES') return others[index] as SessionInput;
    const sizeBytes = countElements(shape) * (elementSizeBytes(datatype) ?? 1);
    const data = viewTensorData(datatype, new ArrayBuffer(sizeBytes));
    fillTokenInput(role, rows, { width: shape[1] as number, padId }, data);
    return { datatype, shape, data };
  });
}
