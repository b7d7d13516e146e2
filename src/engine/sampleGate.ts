import type { Clock } from '../core/clock.ts';
import { isSampled } from '../core/caching/isSampled.ts';
import { TokenBucket } from '../core/caching/tokenBucket.ts';
import { tensorBytes } from '../core/protocol/tensor.ts';
import type { PreparedInput } from './preparedInput.ts';

/**
 * Lets some inputs of a model be cached whose cache does not pay, to notice when it would. Each one splits the answers of its
 * batch, which costs more than the look-up, so there are never many a second.
 */
export class SampleGate {
  readonly #bucket = new TokenBucket({ perSecond: 100, burst: 64 });

  admits(input: PreparedInput, clock: Pick<Clock, 'now'>): boolean {
    return isChosen(input) && this.#bucket.take(clock.now());
  }
}

function isChosen(input: PreparedInput): boolean {
  if (input.kind === 'features') return isSampled(input.store, input.start, input.length);
  const data = input.tensors[0]?.data;
  // Texts are few, and reading them to choose would cost as much as caching them.
  return data === undefined || !ArrayBuffer.isView(data) || isSampled(tensorBytes(data));
}
