import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { startProcess, type ServerCommand, type ServerProcess } from './serverProcess.ts';

export const serverKinds = ['triton', 'mlserver'] as const;
export type ServerKind = (typeof serverKinds)[number];

/** A server that no one here wrote, on a loopback port that it keeps over restarts. */
export interface RealServer {
  readonly kind: ServerKind;
  readonly url: string;
  /** Resolves when every model is ready. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** As a crash. */
  kill(): Promise<void>;
  /** Makes every execution from now on late by so much; 0 ends that. */
  slowDown(delayMs: number): void;
}

export interface RealServerParts {
  readonly kind: ServerKind;
  readonly url: string;
  readonly models: readonly string[];
  /** The server's environment and what belongs to its runs. */
  readonly folder: string;
  readonly command: ServerCommand;
  /** After the process has ended, in whatever way. */
  readonly clear?: () => void;
}

const startMs = 60_000;
const lookEveryMs = 100;

export function makeRealServer({ kind, url, models, folder, command, clear }: RealServerParts): RealServer {
  const delayFile = `${folder}/delay`;
  let running: ServerProcess | undefined;

  async function isReady(): Promise<boolean> {
    for (const model of models) {
      const response = await fetch(`${url}/v2/models/${model}/ready`).catch(() => undefined);
      await response?.arrayBuffer();
      if (response?.status !== 200) return false;
    }
    return true;
  }

  async function end(how: 'stop' | 'kill'): Promise<void> {
    const ending = running;
    running = undefined;
    await ending?.[how]();
    rmSync(delayFile, { force: true });
    clear?.();
  }

  return {
    kind,
    url,
    start: async () => {
      mkdirSync(folder, { recursive: true });
      rmSync(delayFile, { force: true });
      const started = startProcess({
        ...command,
        env: { ...command.env, EXECUTION_DELAY_FILE: delayFile, PYTHONDONTWRITEBYTECODE: '1' },
      });
      running = started;
      const giveUpAt = performance.now() + startMs;
      while (!(await isReady())) {
        if (started.hasExited() || performance.now() > giveUpAt) {
          await end('kill');
          throw new Error(`${kind} did not become ready:\n${started.output()}`);
        }
        await delay(lookEveryMs);
      }
    },
    stop: () => end('stop'),
    kill: () => end('kill'),
    slowDown: (delayMs) => {
      if (delayMs === 0) rmSync(delayFile, { force: true });
      else writeFileSync(delayFile, String(delayMs));
    },
  };
}
