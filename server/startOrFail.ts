import { messageOf } from '../src/core/errors.ts';

/** Runs a program's start; a setting that is wrong ends it with one line instead of a stack. */
export function startOrFail(start: () => void): void {
  try {
    start();
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = 1;
  }
}
