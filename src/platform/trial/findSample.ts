import { countElements } from '../../core/protocol/tensor.ts';
import type { SamplePlan, SampleValues } from '../../core/repository/samplePlan.ts';
import { makePlannedInputs } from '../inference/makePlannedInputs.ts';
import type { Session } from '../inference/session.ts';

type MadePlan = Extract<SamplePlan, { kind: 'made' }>;

const freeSizes = [4, 1, 2, 3, 8, 16, 32, 64, 128, 224, 256, 512];
const kindsOfValues: readonly SampleValues[] = ['varied', 'ones', 'zeros', 'sizes'];
/** Tried for each input of whole numbers by itself, so that ids of a small table stay within it. */
const idLimits = [1000, 100, 16];
const mostElements = 2 ** 20;
/** Free dimensions up to this are tried with every kind of values. */
const modestSize = 16;

export interface SampleSearch {
  /** Called before each run; gives up the search by throwing. */
  readonly onTry: (plan: MadePlan) => void;
  /** Called with why a run failed; ends the search without a result by returning true. */
  readonly onFailure: (plan: MadePlan) => boolean;
}

/**
 * Inputs that a model runs on, found by trying: free dimensions of several sizes, numbers of several kinds, whole numbers as large as it
 * bears. A model that runs on none of them may still run on its user's.
 */
export async function findSample(session: Session, search: SampleSearch): Promise<SamplePlan> {
  const { inputs } = session;
  const hasFree = inputs.some(({ shape }) => shape.some((size, axis) => size < 0 && axis > 0));
  const hasFreeRows = inputs.some(({ shape }) => (shape[0] ?? 0) < 0);
  const sizes = hasFree ? freeSizes : freeSizes.slice(0, 1);
  const few = sizes.filter((size) => size <= modestSize);
  const plans = [
    ...combine(few, kindsOfValues, () => 1),
    ...combine(hasFreeRows ? few : [], ['varied'], (freeSize) => freeSize),
    ...combine(sizes.slice(few.length), ['varied'], () => 1),
  ];
  for (const plan of plans) {
    if (await runs(session, plan, search)) return await raiseLimits(session, plan, search);
    if (search.onFailure(plan)) break;
  }
  return { kind: 'none' };
}

function combine(
  sizes: readonly number[],
  kinds: readonly SampleValues[],
  rowsFor: (freeSize: number) => number,
): readonly MadePlan[] {
  return sizes.flatMap((freeSize) =>
    kinds.map((values): MadePlan => ({
      kind: 'made',
      freeSize,
      rows: rowsFor(freeSize),
      values,
      limits: {},
    })),
  );
}

async function raiseLimits(session: Session, plan: MadePlan, search: SampleSearch): Promise<SamplePlan> {
  if (plan.values !== 'varied') return plan;
  let best = plan;
  for (const { name, datatype, shape } of session.inputs) {
    // Ids come in rows; a number alone is a size or a count, and a large one may take for ever.
    if (!datatype.includes('INT') || shape.length < 2) continue;
    for (const limit of idLimits) {
      const raised = { ...best, limits: { ...best.limits, [name]: limit } };
      if (!(await runs(session, raised, search))) continue;
      best = raised;
      break;
    }
  }
  return best;
}

async function runs(session: Session, plan: MadePlan, { onTry }: SampleSearch): Promise<boolean> {
  const elements = session.inputs.map(({ shape }) =>
    countElements(shape.map((size, axis) => (size >= 0 ? size : axis === 0 ? plan.rows : plan.freeSize))),
  );
  if (elements.some((count) => count > mostElements) && plan.freeSize > 1) return false;
  onTry(plan);
  try {
    await session.run(
      makePlannedInputs(session.inputs, plan) ?? [],
      session.outputs.map((_, index) => index),
    );
    return true;
  } catch {
    return false;
  }
}
