import type { JobOutput } from '../../core/ports.ts';
import type { BatchSafety } from '../../core/repository/modelStatus.ts';
import { countElements } from '../../core/protocol/tensor.ts';
import { tokenRoleOf } from '../../core/tokens/tokenInput.ts';
import type { TokenLayout } from '../../core/tokens/tokenLayout.ts';
import { equalsStretch } from './compareOutputs.ts';
import { makeTokenInputs, makeTokenRows } from './makeTokenInputs.ts';
import type { Session } from './session.ts';

const lengths = [5, 12, 9];

/**
 * Whether texts of different lengths may share a batch: rows of other ids and lengths alone, without padding where the model leaves the
 * width free, against the same rows padded to the longest. `coupled` when padding or mates change what a row's own tokens give, as in a
 * model without an attention mask or with one quantization scale for the batch; `fixed` when the model takes no other number of rows.
 */
export async function proveTokenBatching(session: Session, layout: TokenLayout): Promise<BatchSafety> {
  const { inputs, outputs } = session;
  if (![...inputs, ...outputs].every(({ shape }) => shape[0] === -1)) return 'fixed';
  const fixedWidth = inputs.find((spec) => tokenRoleOf(spec) === 'ids')?.shape[1] ?? -1;
  const most = Math.min(layout.maxTokens, fixedWidth > 0 ? fixedWidth : layout.maxTokens);
  const rows = makeTokenRows(
    lengths.map((length) => Math.min(length, most)),
    layout,
  );
  const widest = Math.max(...rows.map(({ length }) => length));
  const wanted = outputs.map((_, index) => index);
  try {
    const alone: (readonly JobOutput[])[] = [];
    for (const row of rows)
      alone.push((await session.run(makeTokenInputs(inputs, [row], layout, row.length), wanted)).outputs);
    const mixed = (await session.run(makeTokenInputs(inputs, rows, layout, widest), wanted)).outputs;
    const width = fixedWidth > 0 ? fixedWidth : widest;
    const isSame = mixed.every((output, index) =>
      rows.every(({ length }, row) =>
        isSameRow(output, row, (alone[row] as readonly JobOutput[])[index] as JobOutput, { width, length }),
      ),
    );
    return isSame ? 'independent' : 'coupled';
  } catch {
    return 'fixed';
  }
}

/** Compares one row of a batch to the same row alone; where there is a vector a token, those of the padding are left out. */
function isSameRow(
  mixed: JobOutput,
  row: number,
  alone: JobOutput,
  { width, length }: { readonly width: number; readonly length: number },
): boolean {
  const isByToken = mixed.shape.length > 1 && mixed.shape[1] === width;
  const rowSize = countElements(mixed.shape.slice(1));
  const size = isByToken ? (rowSize / width) * length : rowSize;
  const data = alone.data.slice(0, size) as JobOutput['data'];
  return equalsStretch(mixed, row * rowSize, size, { datatype: alone.datatype, data });
}
