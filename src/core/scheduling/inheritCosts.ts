import { predictCostMs, type CostTable } from './costModel.ts';

/** A run up to this long tells enough and holds up little. */
const shortRunMs = 4;
/** Two sizes whose times changed by factors that differ more than this are of another curve. */
const mostDifference = 2;

/** The sizes to time of a model that takes another one's place: the smallest, and the largest whose run was short. */
export function listProbes(prior: CostTable): readonly number[] {
  const [first, ...others] = prior;
  if (first === undefined) return [];
  const largest = others.findLast(({ ms }) => ms <= Math.max(shortRunMs, 2 * first.ms));
  return largest === undefined ? [first.rows] : [first.rows, largest.rows];
}

/**
 * T(b) of a model that takes another one's place: what was measured of it, and the `prior` of the other one for the remaining sizes, scaled
 * as the largest measured size is. Undefined where the measured sizes say that it is another curve.
 */
export function inheritCosts(prior: CostTable, measured: CostTable): CostTable | undefined {
  const ratios = measured.map(({ rows, ms }) => ms / (predictCostMs(prior, rows) ?? 0));
  const scale = ratios.at(-1);
  if (scale === undefined || !(Math.max(...ratios) <= mostDifference * Math.min(...ratios))) return undefined;
  return prior.map(
    ({ rows, ms }) => measured.find((point) => point.rows === rows) ?? { rows, ms: ms * scale },
  );
}
