import type { Calibration } from '../../client/index.ts';
import type { Series } from '../charts/series.ts';
import type { XyPoint } from '../charts/xyPoint.ts';

type Candidate = Calibration['candidates'][number];

const colors = ['var(--series-1)', 'var(--series-2)', 'var(--series-3)', 'var(--series-4)'] as const;
const dashes = [undefined, '6 3', '2 3', '10 3 2 3'] as const;

/** How a candidate is called: `int8, wasm, 2 threads`. */
export function nameCandidate({
  variant,
  backend,
  threads,
}: Pick<Candidate, 'variant' | 'backend' | 'threads'>): string {
  return [variant, backend, ...(threads > 1 ? [`${String(threads)} threads`] : [])].join(', ');
}

/** Time of a run over its rows, a line for each candidate that ran. */
export function calibrationPoints(candidates: readonly Candidate[]): {
  readonly points: readonly XyPoint[];
  readonly series: readonly Series[];
} {
  const ran = candidates.filter(({ ok, curve }) => ok && curve.length > 0);
  const series = ran.map((candidate, index): Series => {
    const dash = dashes[(index + Math.floor(index / colors.length)) % dashes.length];
    return {
      key: `c${String(index)}`,
      name: nameCandidate(candidate),
      color: colors[index % colors.length] ?? colors[0],
      ...(dash === undefined ? {} : { dash }),
    };
  });
  const batches = [...new Set(ran.flatMap(({ curve }) => curve.map(({ batch }) => batch)))].sort(
    (a, b) => a - b,
  );
  const points = batches.map((batch) => ({
    x: batch,
    values: Object.fromEntries(
      ran.map(({ curve }, index) => [
        `c${String(index)}`,
        curve.find((point) => point.batch === batch)?.ms ?? null,
      ]),
    ),
  }));
  return { points, series };
}
