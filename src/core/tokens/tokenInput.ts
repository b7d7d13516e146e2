import type { NumericArray, TensorSpec } from '../protocol/tensor.ts';

/** What an input of a text model holds for each token. */
export type TokenRole = 'ids' | 'mask' | 'types' | 'positions';

/** The ids of one row, a stretch of an array. */
export interface TokenRow {
  readonly store: Int32Array;
  readonly start: number;
  readonly length: number;
}

const roles: Readonly<Record<string, TokenRole>> = {
  input_ids: 'ids',
  attention_mask: 'mask',
  input_mask: 'mask',
  token_type_ids: 'types',
  segment_ids: 'types',
  position_ids: 'positions',
};

/** What an input holds, by the names under which transformers are exported; undefined for inputs that no text fills. */
export function tokenRoleOf({ name, shape }: TensorSpec): TokenRole | undefined {
  return shape.length === 2 ? roles[name.replace(/:\d+$/, '')] : undefined;
}

/** Whether text alone fills these inputs. */
export function takesTokens(inputs: readonly TensorSpec[]): boolean {
  return inputs.some((spec) => tokenRoleOf(spec) === 'ids') && inputs.every((spec) => tokenRoleOf(spec));
}

/** What stands in an input at a place behind the last token of its row. */
export function padAt(role: TokenRole, token: number, padId: number): number {
  if (role === 'positions') return token;
  return role === 'ids' ? padId : 0;
}

/**
 * Writes rows into a zeroed input `width` tokens wide. Token types stay zero, for there is one text a row. Rows beyond the given
 * ones hold one attended token each, so that no row of a softmax is empty.
 */
export function fillTokenInput(
  role: TokenRole,
  rows: readonly TokenRow[],
  { width, padId }: { readonly width: number; readonly padId: number },
  target: NumericArray,
): void {
  if (role === 'types') return;
  const { cells, stride } = cellsOf(target);
  const count = target.length / width;
  for (let row = 0; row < count; row += 1) {
    const source = rows[row];
    const length = source?.length ?? 1;
    let at = row * width * stride;
    for (let token = 0; token < width; token += 1, at += stride) {
      if (role === 'positions') cells[at] = token;
      else if (role === 'mask') cells[at] = token < length ? 1 : 0;
      else cells[at] = token < length ? (source?.store[source.start + token] ?? padId) : padId;
    }
  }
}

/** Writing the low halves of zeroed 64-bit numbers is many times faster than making a BigInt for each. */
function cellsOf(target: NumericArray): { readonly cells: NumericArray; readonly stride: number } {
  if (!(target instanceof BigInt64Array) && !(target instanceof BigUint64Array))
    return { cells: target, stride: 1 };
  return { cells: new Int32Array(target.buffer, target.byteOffset, 2 * target.length), stride: 2 };
}
