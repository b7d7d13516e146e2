// Adds up what vitest and Playwright counted in a log and prints one closing line.
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const log = stripVTControlCharacters(readFileSync(process.argv[2], 'utf8'));
let passed = 0;
let failed = 0;
for (const line of log.split('\n')) {
  const isUnit = /^\s+Tests\s/.test(line);
  const isBrowser = /^\s+\d+ (passed|failed|flaky)\b/.test(line);
  if (!isUnit && !isBrowser) continue;
  passed += Number(/(\d+) passed/.exec(line)?.[1] ?? 0);
  failed += Number(/(\d+) failed/.exec(line)?.[1] ?? 0);
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
