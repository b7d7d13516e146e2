// The endurance run: mixed traffic for `--minutes N` (10 by default) in a real browser, with workers killed, tabs that come and go and
// models that are unloaded meanwhile. Ends with 1 where an answer is lost or wrong or memory grows.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const minutes = Number(values.minutes);
if (!Number.isFinite(minutes) || minutes <= 0) {
  process.stderr.write(`soak: expected --minutes N with N above 0, got ${values.minutes}\n`);
  process.exit(2);
}

function run(command, parameters) {
  const env = { ...process.env, SOAK_MINUTES: String(minutes) };
  const { status } = spawnSync(command, parameters, { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}

run('npm', ['run', '--silent', 'build']);
run('npx', ['playwright', 'test', '--config', 'e2e/soak/playwright.config.ts']);
