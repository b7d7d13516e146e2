import type { ShapeCost } from '../../core/ports.ts';
import type { BatchSafety } from '../../core/repository/modelStatus.ts';
import type { CostPoint } from '../../core/scheduling/costModel.ts';
import { tokenRoleOf } from '../../core/tokens/tokenInput.ts';
import type { TokenLayout } from '../../core/tokens/tokenLayout.ts';
import type { Rest } from './createRest.ts';
import { makeTokenInputs, makeTokenRows } from './makeTokenInputs.ts';
import type { Session } from './session.ts';
import { timeRun } from './timeRun.ts';

/** Widths that are run and timed; the costs of those between follow from them. */
const timedWidths = [8, 32, 128];
const timedRows = [1, 4, 16];
/** A size that is expected to take longer is left out, once two sizes of its width are known. */
const longestRunMs = 120;
/** Of a long run one round is enough. */
const enoughMs = 40;

interface TokenTrial {
  readonly batching: BatchSafety;
  readonly maxBatch: number;
  /** Else every width is run once with one row. */
  readonly isTimed: boolean;
}

/**
 * Warms and times a text model at a few widths and batch sizes. A transformer takes long and in proportion to its tokens, so few runs
 * tell, and the first answer is not held up by more.
 */
export async function calibrateTokens(
  session: Session,
  layout: TokenLayout,
  { batching, maxBatch, isTimed }: TokenTrial,
  onStep: (done: number, total: number) => void,
  rest: Rest = () => Promise.resolve(),
): Promise<readonly ShapeCost[]> {
  const widths = widthsOf(session, layout);
  const sizes = (isTimed ? [...new Set([...timedRows, 2, maxBatch])] : [1])
    .filter((size) => size <= maxBatch)
    .toSorted((left, right) => left - right);
  const costs: ShapeCost[] = [];
  for (const [index, width] of widths.entries()) {
    const points: CostPoint[] = [];
    for (const rows of sizes) {
      const last = points.at(-1);
      const expectedMs = last === undefined ? 0 : (last.ms * rows) / last.rows;
      if (points.length > 1 && expectedMs > longestRunMs) break;
      const lengths = Array.from({ length: rows }, () => width);
      const inputs = makeTokenInputs(session.inputs, makeTokenRows(lengths, layout), layout, width);
      points.push({ rows, ms: await timeRun(session, inputs, { isTimed, enoughMs, rest }) });
    }
    const rowShapes = session.inputs.map(({ shape }) =>
      (batching === 'fixed' ? shape : shape.slice(1)).map((size) => (size === -1 ? width : size)),
    );
    costs.push({ rowShapes, points, width });
    onStep(index + 1, widths.length);
  }
  return costs;
}

function widthsOf({ inputs }: Session, { maxTokens }: TokenLayout): readonly number[] {
  const fixed = inputs.find((spec) => tokenRoleOf(spec) === 'ids')?.shape[1] ?? -1;
  if (fixed > 0) return [fixed];
  const within = timedWidths.filter((width) => width <= maxTokens);
  return within.length === 0 ? [maxTokens] : within;
}
