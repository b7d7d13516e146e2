import type { CostPoint } from '../costModel.ts';
import { fitLine } from '../fitLine.ts';
import type { BatchingPolicy, PolicySetup, SimulatedRequest } from './batchingPolicy.ts';

const queueLimit = 2000;
const keptSamples = 50;
const ticketMs = 1;
const decay = 0.95;

/**
 * BentoML's rule: wait while one more tick costs the queue less than the mean wait of past heads, drop a head that would be late, and
 * fit duration = slope · rows + intercept by least squares over the last 50 runs.
 */
export function createBentoPolicy({ maxBatch, sloMs }: PolicySetup): BatchingPolicy {
  let queue: SimulatedRequest[] = [];
  let slope = Math.min(2, (sloMs * 2) / 30);
  let intercept = Math.min(1, sloMs / 30);
  let waitMs = 0;
  const samples: CostPoint[] = [];
  return {
    arrive: (request) => {
      if (queue.length >= queueLimit) return false;
      queue.push(request);
      return true;
    },
    next: (jobs, now) => {
      if (jobs > 0) return { kind: 'idle' };
      for (;;) {
        const [head] = queue;
        const tail = queue.at(-1);
        if (head === undefined || tail === undefined) return { kind: 'idle' };
        const rows = Math.min(queue.length, maxBatch);
        if (queue.length > 1 && now - head.enqueuedAt + slope * rows + intercept >= sloMs) {
          queue = queue.slice(1);
          continue;
        }
        const tailWaitMs = now - tail.enqueuedAt + ticketMs + slope;
        if (queue.length < maxBatch && queue.length * tailWaitMs <= waitMs * decay) {
          return { kind: 'wait', untilMs: now + ticketMs };
        }
        waitMs = waitMs === 0 ? now - head.enqueuedAt : 0.9 * waitMs + 0.1 * (now - head.enqueuedAt);
        const requests = queue.slice(0, maxBatch);
        queue = queue.slice(maxBatch);
        return { kind: 'run', requests };
      }
    },
    complete: (rows, ms) => {
      samples.push({ rows, ms });
      if (samples.length > keptSamples) samples.shift();
      const line = fitLine(samples);
      if (line === undefined) return;
      slope = Math.max(line.betaMs, 1e-6);
      intercept = Math.max(line.alphaMs, 0);
    },
  };
}
