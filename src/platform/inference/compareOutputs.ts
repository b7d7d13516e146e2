import type { JobOutput } from '../../core/ports.ts';
import { fromHalfBits } from '../../core/protocol/halfPrecision.ts';

const relativeTolerance = 1e-4;
/** Half precision has eleven bits. */
const halfTolerance = 4e-3;

type Outputs = Pick<JobOutput, 'datatype' | 'data'>;

/** Whether `count` elements of one output from `start` on equal all of another, but for rounding. */
export function equalsStretch(whole: Outputs, start: number, count: number, part: Outputs): boolean {
  const together = whole.data as ArrayLike<number | bigint | string>;
  const single = part.data as ArrayLike<number | bigint | string>;
  if (single.length !== count) return false;
  const isHalf = part.datatype === 'FP16';
  const read = (value: number | bigint | string | undefined): number =>
    isHalf ? fromHalfBits(value as number) : Number(value);
  const values = Array.from({ length: count }, (_, index) => single[index]);
  if (typeof values[0] === 'string') return values.every((value, index) => value === together[start + index]);
  const numbers = values.map(read);
  let size = 1e-6;
  for (const number of numbers) if (Number.isFinite(number)) size = Math.max(size, Math.abs(number));
  const allowed = size * (isHalf ? halfTolerance : relativeTolerance);
  return numbers.every((value, index) => isNear(value, read(together[start + index]), allowed));
}

function isNear(left: number, right: number, allowed: number): boolean {
  return Object.is(left, right) || Math.abs(left - right) <= allowed;
}
