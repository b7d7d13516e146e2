// Runs the checks that need no browser side by side in two lanes, shows each one's output when it ends, fails if any did.
import { spawn } from 'node:child_process';

const lanes = [
  ['format', 'types', 'imports', 'unused', 'size'],
  ['lint', 'unit'],
];

function run(name) {
  const startAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', `check:${name}`], { shell: process.platform === 'win32' });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('close', (code) => {
      const seconds = ((performance.now() - startAt) / 1000).toFixed(0);
      process.stdout.write(`check:${name} ${code === 0 ? 'passed' : 'FAILED'} after ${seconds} s\n`);
      process.stdout.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });
}

const results = await Promise.all(
  lanes.map(async (names) => {
    let isGood = true;
    for (const name of names) isGood = (await run(name)) && isGood;
    return isGood;
  }),
);
process.exitCode = results.every(Boolean) ? 0 : 1;
