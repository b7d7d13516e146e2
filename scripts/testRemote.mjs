// Makes the virtual environments of the real servers and runs the hybrid suite against them. Where they cannot be made it says why in
// one line and ends well, except that a failed download in CI is a failure. Arguments go to Playwright.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findPython } from './findPython.mjs';
import { makeEnvironment } from './makeEnvironment.mjs';

const folder = 'build/remote-servers';

function end(code) {
  process.exit(code);
}

function run(command, parameters) {
  const { status } = spawnSync(command, parameters, { stdio: 'inherit' });
  if (status !== 0) end(status ?? 1);
}

/** On a bare Debian the packages are there for the asking. */
function installMissing() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
  const { stdout } = spawnSync('apt-cache', ['depends', 'python3'], { encoding: 'utf8' });
  const version = /Depends: python(3\.1[12])\b/.exec(stdout)?.[1];
  if (version === undefined) return;
  process.stdout.write(`test:remote: installing python${version} with venv and its shared library\n`);
  const packages = [`python${version}`, `python${version}-venv`, `libpython${version}`];
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

if (process.platform !== 'linux' || process.arch !== 'x64') {
  process.stdout.write('test:remote skipped: the real servers are to be had for Linux on x86-64 alone\n');
  end(0);
}
if (findPython() === undefined) installMissing();
const python = findPython();
if (python === undefined) {
  process.stdout.write('test:remote skipped: no Python 3.11 or 3.12 with venv and its shared library\n');
  end(0);
}

const names = ['triton', 'mlserver'];
const made = await Promise.allSettled(
  names.map((name) =>
    makeEnvironment(python, `${folder}/${name}`, `e2e/remote-servers/${name}/requirements.txt`),
  ),
);
const failed = made.find(({ status }) => status === 'rejected');
if (failed !== undefined) {
  process.stdout.write(`test:remote skipped: packages could not be installed: ${failed.reason.message}\n`);
  end(process.env.CI === undefined ? 0 : 1);
}

run('npm', ['run', '--silent', 'build']);
run('npx', [
  'playwright',
  'test',
  '--config',
  'e2e/remote-servers/playwright.config.ts',
  ...process.argv.slice(2),
]);
