// Makes a virtual environment once and runs the training command in it with the given arguments.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const environment = 'training/.venv';
const python =
  process.platform === 'win32' ? `${environment}/Scripts/python.exe` : `${environment}/bin/python`;

function run(command, parameters) {
  const { status, error } = spawnSync(command, parameters, { stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(python)) {
  run(process.env.PYTHON ?? 'python3', ['-m', 'venv', environment]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--retries', '0', '-r', 'training/requirements.txt']);
}
run(python, ['-m', 'training', ...process.argv.slice(2)]);
