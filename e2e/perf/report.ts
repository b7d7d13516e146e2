import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Figures } from './page/suite.ts';

interface Goal {
  readonly op: '<=' | '>=';
  readonly value: number;
  readonly met: boolean;
}

interface ScenarioReport extends Figures {
  readonly id: string;
  readonly goals: Record<string, Goal>;
}

export interface Report {
  readonly schema: 1;
  readonly commit: string;
  readonly date: string;
  readonly browser: string;
  readonly cores: number;
  readonly scenarios: ScenarioReport[];
}

export type GoalTable = Record<string, readonly ['<=' | '>=', number]>;

export function createReport(browser: string): Report {
  return {
    schema: 1,
    commit: readCommit(),
    date: new Date().toISOString(),
    browser,
    cores: cpus().length,
    scenarios: [],
  };
}

export function judge(id: string, figures: Figures, goals: GoalTable): ScenarioReport {
  const judged = Object.entries(goals).map(([name, [op, value]]) => {
    const came = figures.ratios[name] ?? figures.metrics[name] ?? Number.NaN;
    return [name, { op, value, met: op === '<=' ? came <= value : came >= value }] as const;
  });
  return { id, ...figures, goals: Object.fromEntries(judged) };
}

export function writeReport(report: Report): void {
  mkdirSync('perf-report', { recursive: true });
  writeFileSync('perf-report/report.json', `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync('perf-report/report.html', formatHtml(report));
}

function readCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

function formatHtml(report: Report): string {
  const rows = report.scenarios.flatMap(({ id, metrics, ratios, goals, samples }) =>
    Object.entries({ ...ratios, ...metrics }).map(([name, value]) => {
      const goal = goals[name];
      const verdict = goal === undefined ? '' : goal.met ? 'met' : 'missed';
      const bound = goal === undefined ? '' : `${goal.op} ${goal.value}`;
      return `<tr class="${verdict}"><th scope="row">${id}</th><td>${name}</td><td>${format(value)}</td><td>${bound}</td><td>${verdict}</td><td>${samples}</td></tr>`;
    }),
  );
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Nearside performance</title>
<style>
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { padding: .3rem .6rem; text-align: left; border-bottom: 1px solid #8884; }
td:nth-child(3) { font-variant-numeric: tabular-nums; text-align: right; }
.met td:nth-child(5) { color: light-dark(#0a6b2d, #6fdc8c); } .missed td:nth-child(5) { color: light-dark(#a3161a, #ff8389); font-weight: 600; }
</style>
<h1>Nearside performance</h1>
<p>Commit ${report.commit}, ${report.date}, ${report.browser}, ${report.cores} cores. Ratios are medians of interleaved rounds in one page load.</p>
<table><thead><tr><th>Scenario</th><th>Figure</th><th>Value</th><th>Goal</th><th></th><th>Samples</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></html>
`;
}

function format(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
