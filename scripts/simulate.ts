import {
  arrivalPatterns,
  policies,
  simulateCell,
  simulatedCosts,
  simulatedLoads,
} from '../src/core/scheduling/simulation/simulationGrid.ts';

/** Prints goodput, p50 and p99 of every rule in every cell, and where ours is not among the best. */
const requests = Number(process.env['REQUESTS'] ?? 6000);
const seed = Number(process.env['SEED'] ?? 1);
const names = Object.keys(policies);
const width = 26;
const lines: string[] = [];
const behind: string[] = [];
let worstShare = 1;

for (const cost of simulatedCosts) {
  for (const pattern of arrivalPatterns) {
    lines.push(
      '',
      `${cost.name}: T(b) = ${cost.alphaMs} + ${cost.betaMs}·b ms, SLO ${cost.sloMs} ms, ${pattern}; goodput a second, share of what was offered, p50/p99 ms`,
      `load   ${names.map((name) => name.padEnd(width)).join('')}`,
    );
    for (const load of simulatedLoads) {
      const { results } = simulateCell(cost, pattern, load, { requests, seed });
      const best = Math.max(...Object.values(results).map(({ goodput }) => goodput));
      const columns = Object.values(results).map(({ goodput, inTime, offered, p50Ms, p99Ms }) => {
        const share = `${((100 * inTime) / offered).toFixed(1)} %`;
        return `${show(1000 * goodput)} ${share} ${show(p50Ms)}/${show(p99Ms)}`.padEnd(width);
      });
      lines.push(`${String(load).padEnd(7)}${columns.join('')}`);
      const ours = results['ours'];
      if (ours === undefined) continue;
      const share = ours.goodput / best;
      worstShare = Math.min(worstShare, share);
      const cell = `${cost.name}, ${pattern}, load ${load}`;
      if (share < 0.97) behind.push(`${cell}: ${share.toFixed(3)} of the best goodput`);
      if (load < 1 && ours.p99Ms > cost.sloMs) behind.push(`${cell}: p99 ${show(ours.p99Ms)} ms`);
    }
  }
}

lines.push(
  '',
  `Ours reaches at least ${worstShare.toFixed(3)} of the best goodput in every cell (${requests} requests, seed ${seed}).`,
  behind.length === 0 ? 'No cell is behind.' : `Behind: ${behind.join('; ')}.`,
);
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = behind.length === 0 ? 0 : 1;

function show(ms: number): string {
  return ms >= 1000 ? ms.toFixed(0) : ms.toPrecision(3);
}
