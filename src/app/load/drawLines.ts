import { niceCeiling } from '../charts/niceCeiling.ts';
import type { XyPoint } from '../charts/xyPoint.ts';

interface Line {
  readonly key: string;
  readonly name: string;
  readonly color: string;
}

interface DrawOptions {
  readonly formatX: (x: number) => string;
  readonly format: (value: number) => string;
}

const width = 720;
const height = 220;
const margin = { left: 60, right: 18, top: 24, bottom: 22 };
const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };

/** Lines as an SVG element that needs no script; names and formatted values must be free of markup. */
export function drawLines(
  points: readonly XyPoint[],
  lines: readonly Line[],
  { formatX, format }: DrawOptions,
): string {
  const values = points.flatMap((point) => lines.map(({ key }) => point.values[key] ?? 0));
  const top = niceCeiling(Math.max(0, ...values), 1);
  const endX = Math.max(1, Math.ceil(points.at(-1)?.x ?? 1));
  const atX = (x: number): string => (margin.left + (x / endX) * inner.width).toFixed(1);
  const atY = (value: number): string => (margin.top + (1 - value / top) * inner.height).toFixed(1);
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const y = atY(share * top);
    return `<line x1="${String(margin.left)}" x2="${String(width - margin.right)}" y1="${y}" y2="${y}" stroke="#8884"/><text x="${String(margin.left - 6)}" y="${y}" text-anchor="end" dominant-baseline="middle">${format(share * top)}</text>`;
  });
  const step = Math.max(1, Math.ceil(endX / 10));
  const ticks = Array.from({ length: Math.floor(endX / step) + 1 }, (_, index) => index * step).map(
    (x) => `<text x="${atX(x)}" y="${String(height - 6)}" text-anchor="middle">${formatX(x)}</text>`,
  );
  const paths = lines.map(({ key, color }) => {
    const known = points.flatMap(({ x, values: at }) => {
      const value = at[key] ?? null;
      return value === null ? [] : [`${atX(x)},${atY(value)}`];
    });
    return `<polyline points="${known.join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>`;
  });
  const legend = lines.map(
    ({ name, color }, index) =>
      `<rect x="${String(margin.left + index * 110)}" y="4" width="10" height="10" fill="${color}"/><text x="${String(margin.left + index * 110 + 16)}" y="13">${name}</text>`,
  );
  const label = lines.map(({ name }) => name).join(', ');
  return `<svg viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="${label}">${[...grid, ...ticks, ...paths, ...legend].join('')}</svg>`;
}
