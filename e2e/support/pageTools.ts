/** What became of a call, as plain data that leaves the page. */
export type Outcome =
  | { readonly kind: 'answered'; readonly label: string; readonly score: number; readonly batchSize: number }
  | { readonly kind: 'done' }
  | {
      readonly kind: 'rejected';
      readonly name: string;
      readonly code: string | undefined;
      readonly message: string;
      readonly refusal?: string;
    };

declare global {
  interface Window {
    tools: PageTools;
  }
}

/** Helpers that stand in every page under test as `window.tools`. */
interface PageTools {
  /** Never rejects; a call that never settles keeps it pending, and so fails its test. */
  outcome(call: unknown): Promise<Outcome>;
  outcomes(calls: Iterable<unknown>): Promise<readonly Outcome[]>;
  /** Numbers in [0, 1) that are the same for the same seed and differ between seeds. */
  row(seed: number, length?: number): Float32Array<ArrayBuffer>;
  /** A handwritten-looking 7, dark on light. */
  seven(size?: number): ImageData;
  /** Resolves in a later task, so that what was sent has left the page. */
  nextTask(): Promise<void>;
  /** Resolves once `isReached` holds; looks whenever the engine has answered a snapshot. */
  until(isReached: () => boolean | Promise<boolean>): Promise<void>;
  /** Resolves once nothing waits or runs: also what is detached runs to its end. */
  untilIdle(): Promise<void>;
}

/** Runs in the page before its own scripts; must not use anything outside itself. */
export function installPageTools(): void {
  const rowLength = 28 * 28;

  async function outcome(call: unknown): Promise<Outcome> {
    try {
      const value = (await call) as
        { labels?: { label: string; score: number }[]; trace?: { batchSize: number } } | undefined;
      const best = value?.labels?.[0];
      if (best === undefined || value?.trace === undefined) return { kind: 'done' };
      return { kind: 'answered', ...best, batchSize: value.trace.batchSize };
    } catch (error) {
      const { name, code, message, refusal } = error as {
        name: string;
        code?: unknown;
        message: string;
        refusal?: string;
      };
      const known = typeof code === 'string' ? code : undefined;
      return {
        kind: 'rejected',
        name,
        code: known,
        message,
        ...(refusal === undefined ? {} : { refusal }),
      };
    }
  }

  function row(seed: number, length = rowLength): Float32Array<ArrayBuffer> {
    let state = (seed * 2_654_435_761 + 1) >>> 0;
    return new Float32Array(length).map(() => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    });
  }

  function seven(size = 100): ImageData {
    const context = new OffscreenCanvas(size, size).getContext('2d')!;
    context.fillStyle = 'white';
    context.fillRect(0, 0, size, size);
    context.lineWidth = size / 11;
    context.moveTo(size * 0.25, size * 0.2);
    context.lineTo(size * 0.75, size * 0.2);
    context.lineTo(size * 0.45, size * 0.85);
    context.stroke();
    return context.getImageData(0, 0, size, size);
  }

  function nextTask(): Promise<void> {
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    });
  }

  async function until(isReached: () => boolean | Promise<boolean>): Promise<void> {
    const nearside = await window.nearside;
    while (!(await isReached())) await nearside.metrics.snapshot();
  }

  async function untilIdle(): Promise<void> {
    const nearside = await window.nearside;
    await until(async () => {
      const { queueDepth, inFlight } = (await nearside.metrics.snapshot()).total;
      return queueDepth === 0 && inFlight === 0;
    });
  }

  window.tools = {
    outcome,
    outcomes: (calls) => Promise.all([...calls].map(outcome)),
    row,
    seven,
    nextTask,
    until,
    untilIdle,
  };
}
