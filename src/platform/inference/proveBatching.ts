import type { JobOutput } from '../../core/ports.ts';
import type { BatchSafety } from '../../core/repository/modelStatus.ts';
import { fromHalfBits, toHalfBits } from '../../core/protocol/halfPrecision.ts';
import { countElements, type NumericArray } from '../../core/protocol/tensor.ts';
import { equalsStretch } from './compareOutputs.ts';
import { pickRows } from './sampleInputs.ts';
import type { Session, SessionInput } from './session.ts';

const mateScales = [1, 3, 50];
/** Rows that the proof takes at most. */
export const provedRows = mateScales.length;

/**
 * Whether rows may share a batch, found by running rows alone and among mates of other sizes: `independent` when each row
 * comes out the same, `coupled` when its mates change it (one quantization scale for the whole batch does that), `fixed` when
 * the model takes no other number of rows.
 */
export async function proveBatching(
  session: Session,
  sample: readonly SessionInput[] | undefined,
): Promise<BatchSafety> {
  const hasFreeRows =
    session.inputs.length > 0 &&
    [...session.inputs, ...session.outputs].every(({ shape }) => shape[0] === -1);
  const firstRows = sample?.map((input) => input.shape[0] ?? 0);
  if (
    !hasFreeRows ||
    sample === undefined ||
    firstRows === undefined ||
    !firstRows.every((rows) => rows > 0)
  ) {
    return 'fixed';
  }
  const available = Math.min(...firstRows);
  const rows = mateScales.map((_, index) => index % available);
  const wanted = session.outputs.map((_, index) => index);
  try {
    const scaled = rows.map((row, index) => sample.map((input) => scaleRow(pickRows(input, [row]), index)));
    const alone: (readonly JobOutput[])[] = [];
    for (const inputs of scaled) alone.push((await session.run(inputs, wanted)).outputs);
    const mixed = (await session.run(joinRows(scaled), wanted)).outputs;
    return mixed.every((output, index) => isSameRowByRow(output, alone, index)) ? 'independent' : 'coupled';
  } catch {
    return 'fixed';
  }
}

/** Real numbers only: scaled ids would be other words or none. */
function scaleRow(input: SessionInput, index: number): SessionInput {
  const scale = mateScales[index] as number;
  if (input.datatype === 'FP16') {
    const data = (input.data as Uint16Array).map((bits) => toHalfBits(fromHalfBits(bits) * scale));
    return { ...input, data };
  }
  if (input.datatype !== 'FP32' && input.datatype !== 'FP64') return input;
  return { ...input, data: (input.data as Float32Array).map((value) => value * scale) };
}

function joinRows(rows: readonly (readonly SessionInput[])[]): readonly SessionInput[] {
  const first = rows[0] as readonly SessionInput[];
  return first.map((input, position) => {
    const parts = rows.map((row) => (row[position] as SessionInput).data);
    const shape = [rows.length, ...input.shape.slice(1)];
    if (Array.isArray(input.data)) return { ...input, shape, data: parts.flat() as readonly string[] };
    const length = (input.data as NumericArray).length;
    const joined = new ((input.data as NumericArray).constructor as new (length: number) => Uint8Array)(
      length * rows.length,
    );
    for (const [index, part] of parts.entries()) joined.set(part as Uint8Array, index * length);
    return { ...input, shape, data: joined };
  });
}

function isSameRowByRow(mixed: JobOutput, alone: readonly (readonly JobOutput[])[], output: number): boolean {
  if (mixed.shape[0] !== alone.length) throw new Error('The first dimension of the output is not the batch.');
  const rowLength = countElements(mixed.shape.slice(1));
  return alone.every((outputs, row) =>
    equalsStretch(mixed, row * rowLength, rowLength, outputs[output] as JobOutput),
  );
}
