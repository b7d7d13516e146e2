// Names the tests that failed in a log of vitest and Playwright, and adds up what those counted in one closing line.
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const log = stripVTControlCharacters(readFileSync(process.argv[2], 'utf8'));
let passed = 0;
let failed = 0;
const failures = new Set();
for (const line of log.split('\n')) {
  if (/^\s*(✘|FAIL)\s/.test(line)) failures.add(line.trim());
  const isUnit = /^\s+Tests\s/.test(line);
  const isBrowser = /^\s+\d+ (passed|failed|flaky)\b/.test(line);
  if (!isUnit && !isBrowser) continue;
  passed += Number(/(\d+) passed/.exec(line)?.[1] ?? 0);
  failed += Number(/(\d+) failed/.exec(line)?.[1] ?? 0);
}
for (const failure of failures) process.stdout.write(`${failure}\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
