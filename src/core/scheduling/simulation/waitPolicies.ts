import type { BatchingPolicy, PolicySetup, SimulatedRequest } from './batchingPolicy.ts';

const queueLimit = 2000;

/** Takes what waits, up to the cap, as soon as the executor is free; `delayMs` holds a partial batch back (Triton, MLServer, TorchServe). */
export function createDelayPolicy({ maxBatch }: PolicySetup, delayMs: number): BatchingPolicy {
  let queue: SimulatedRequest[] = [];
  return {
    arrive: (request) => {
      if (queue.length >= queueLimit) return false;
      queue.push(request);
      return true;
    },
    next: (jobs, now) => {
      const [head] = queue;
      if (jobs > 0 || head === undefined) return { kind: 'idle' };
      const untilMs = head.enqueuedAt + delayMs;
      if (queue.length < maxBatch && now < untilMs) return { kind: 'wait', untilMs };
      const requests = queue.slice(0, maxBatch);
      queue = queue.slice(maxBatch);
      return { kind: 'run', requests };
    },
    complete: () => undefined,
  };
}

/** The cap grows by one while runs keep within half the SLO and shrinks by a tenth when one does not (Clipper's AIMD). */
export function createAimdPolicy({ maxBatch, sloMs }: PolicySetup): BatchingPolicy {
  let queue: SimulatedRequest[] = [];
  let cap = 1;
  return {
    arrive: (request) => {
      if (queue.length >= queueLimit) return false;
      queue.push(request);
      return true;
    },
    next: (jobs) => {
      if (jobs > 0 || queue.length === 0) return { kind: 'idle' };
      const size = Math.max(1, Math.floor(cap));
      const requests = queue.slice(0, size);
      queue = queue.slice(size);
      return { kind: 'run', requests };
    },
    complete: (rows, ms) => {
      if (ms > sloMs / 2) cap = Math.max(1, cap * 0.9);
      else if (rows >= Math.floor(cap)) cap = Math.min(maxBatch, cap + 1);
    },
  };
}
