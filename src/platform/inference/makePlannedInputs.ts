import { countElements, type Datatype, type TensorSpec } from '../../core/protocol/tensor.ts';
import type { SampleValues, SamplePlan } from '../../core/repository/samplePlan.ts';
import { toTypedArray } from './sampleInputs.ts';
import type { SessionInput } from './session.ts';

const defaultLimit = 2;
const largestByte = 127;

/** Inputs as a plan says, `rows` of them where the first dimension is free; undefined for the plan that has none. */
export function makePlannedInputs(
  specs: readonly TensorSpec[],
  plan: SamplePlan,
  rows?: number,
): readonly SessionInput[] | undefined {
  if (plan.kind === 'none') return undefined;
  return specs.map(({ name, datatype, shape }) => {
    const filled = shape.map((size, axis) =>
      size >= 0 ? size : axis === 0 ? (rows ?? plan.rows) : plan.freeSize,
    );
    const count = countElements(filled);
    const limit = plan.limits[name] ?? defaultLimit;
    const indices = Array.from({ length: count }, (_, index) => index);
    const data =
      datatype === 'BYTES'
        ? indices.map((index) => makeText(plan.values, index))
        : toTypedArray(
            datatype,
            indices.map((index) => makeNumber(datatype, { ...plan, limit }, index)),
          );
    return { datatype, shape: filled, data };
  });
}

function makeNumber(
  datatype: Exclude<Datatype, 'BYTES'>,
  { values, freeSize, limit }: { values: SampleValues; freeSize: number; limit: number },
  index: number,
): number {
  if (values === 'zeros') return 0;
  if (datatype === 'BOOL') return values === 'varied' ? scatter(index) % 2 : 1;
  if (values === 'ones') return 1;
  if (values === 'sizes') return Math.min(freeSize, largestByte);
  if (datatype.startsWith('FP')) return Math.sin(index + 1);
  return scatter(index) % (datatype.endsWith('INT8') ? Math.min(limit, largestByte) : limit);
}

function makeText(values: SampleValues, index: number): string {
  if (values === 'zeros') return '';
  return values === 'varied' ? `sample ${index}` : '1';
}

/** The same for the same index, with no pattern that a row length could fall in step with (Knuth's multiplicative hash). */
function scatter(index: number): number {
  return Math.imul(index + 1, 0x9e3779b1) >>> 16;
}
