import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Makes a virtual environment with pinned packages, unless the one at `folder` is that one already. Throws with what pip said. */
export async function makeEnvironment(python, folder, requirements) {
  const pins = readFileSync(requirements, 'utf8');
  const digest = createHash('sha256').update(`${python}\n${pins}`).digest('hex');
  const stamp = `${folder}/made-of`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  rmSync(folder, { recursive: true, force: true });
  await run(python, ['-m', 'venv', folder]);
  // The lists name every package, so nothing is left to resolve; a registry that is away is noticed soon.
  const options = ['--quiet', '--disable-pip-version-check', '--retries', '1', '--no-deps'];
  await run(`${folder}/bin/python`, ['-m', 'pip', 'install', ...options, '--requirement', requirements]);
  writeFileSync(stamp, digest);
}

function run(command, parameters) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said = [];
    child.stdout.on('data', (chunk) => said.push(chunk));
    child.stderr.on('data', (chunk) => said.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(Buffer.concat(said).toString().trim().split('\n').at(-1)));
    });
  });
}
