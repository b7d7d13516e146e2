import type { InstanceSpec, ShapeCost } from '../../core/ports.ts';
import type { CostPoint, CostTable } from '../../core/scheduling/costModel.ts';
import { inheritCosts, listProbes } from '../../core/scheduling/inheritCosts.ts';
import type { Rest } from './createRest.ts';
import type { Session, SessionInput } from './session.ts';
import { timeAgain } from './timeAgain.ts';
import { timeRun } from './timeRun.ts';

const slowRunMs = 250;
/** A first run that takes longer than this on WebAssembly takes little longer than the next, so the sizes beyond it need not be warmed. */
const warmedRunMs = 4;

interface ShapeTrial {
  /** Shapes of one row, one per input. */
  readonly rowShapes: ShapeCost['rowShapes'];
  /** Batch sizes to be used, ascending. */
  readonly sizes: readonly number[];
  readonly inputsOf: (size: number) => readonly SessionInput[];
  /** Called with how many sizes are done. */
  readonly onSize: (done: number) => void;
  readonly rest: Rest;
}

/**
 * Runs and times batches of one shape: a few sizes where the times of what is replaced are in proportion to theirs, else all. Where
 * others proved the spec before, sizes are run once, to warm them. Times that others belie are taken again.
 */
export async function timeShape(
  session: Session,
  { prior, proved, backend }: InstanceSpec,
  { rowShapes, sizes, inputsOf, onSize, rest }: ShapeTrial,
): Promise<CostTable> {
  const isTimed = proved === undefined;
  // A GPU compiles its programs for every size.
  const isOnGpu = backend === 'webgpu';
  const longestMs = isTimed || isOnGpu ? slowRunMs : warmedRunMs;
  const time = (rows: number): Promise<number> =>
    timeRun(session, inputsOf(rows), { isTimed, enoughMs: slowRunMs, rest });
  const timeAll = async (
    wanted: readonly number[],
    onDone: (done: number) => void,
  ): Promise<readonly CostPoint[]> => {
    const points: CostPoint[] = [];
    for (const rows of wanted) {
      const ms = await time(rows);
      points.push({ rows, ms });
      onDone(points.length);
      if (ms > longestMs) break;
    }
    return points;
  };
  const inherited = isTimed && !isOnGpu ? findPrior(prior, rowShapes, sizes) : undefined;
  if (inherited !== undefined) {
    const own = inheritCosts(inherited, await timeAll(listProbes(inherited), () => undefined));
    if (own !== undefined) {
      onSize(sizes.length);
      return own;
    }
  }
  const points = await timeAll(sizes, onSize);
  return isTimed ? await timeAgain(points, time) : points;
}

/** The times of the same shape, where they are of the same sizes. */
function findPrior(
  prior: InstanceSpec['prior'],
  rowShapes: ShapeCost['rowShapes'],
  sizes: readonly number[],
): CostTable | undefined {
  const key = JSON.stringify(rowShapes);
  const points = prior?.find((cost) => JSON.stringify(cost.rowShapes) === key)?.points;
  return points?.every(({ rows }, index) => rows === sizes[index]) === true ? points : undefined;
}
