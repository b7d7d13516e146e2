import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

export interface ServerCommand {
  readonly command: string;
  readonly parameters: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface ServerProcess {
  hasExited(): boolean;
  /** What it wrote last, for the message of a failure. */
  output(): string;
  /** Asks it to end and makes it end when it does not within eight seconds. */
  stop(): Promise<void>;
  /** Ends it at once, with its helpers, as a crash or the kernel would. */
  kill(): Promise<void>;
}

const patienceMs = 8000;
const keptOutput = 4000;

/** Starts a server in a process group of its own, which does not outlive this process. */
export function startProcess({ command, parameters, env }: ServerCommand): ServerProcess {
  const child = spawn(command, parameters, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const exited = once(child, 'exit');
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-keptOutput);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);

  const killGroup = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The group is gone already.
    }
  };
  process.once('exit', killGroup);

  const kill = async (): Promise<void> => {
    killGroup();
    await exited;
    process.off('exit', killGroup);
  };
  return {
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    output: () => output,
    kill,
    stop: async () => {
      child.kill('SIGTERM');
      const patience = new AbortController();
      const given = delay(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined);
      await Promise.race([exited, given]);
      patience.abort();
      // What its helpers left running goes with it.
      await kill();
    },
  };
}
