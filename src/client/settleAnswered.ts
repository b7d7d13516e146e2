import type { EngineMessage } from '../engine/clientMessages.ts';
import { buildTrace, predictedValue } from './prediction.ts';
import type { Waiting } from './waitingCalls.ts';

/** Gives an answer that came in a message of its own to its caller, if that still waits. */
export function settleAnswered(
  { id, answer, outputs, value, queueMs, extraInputMs, trace }: EngineMessage & { readonly kind: 'answered' },
  waiting: Waiting | undefined,
): void {
  if (waiting === undefined) return;
  const { startedAt, reason, resolve } = waiting;
  const totalMs = performance.now() - startedAt;
  const execution = reason === undefined ? trace : { ...trace, reason };
  const built = buildTrace(id, { execution, queueMs, extraInputMs, totalMs });
  if (answer === 'infer') resolve({ model: trace.model, version: trace.version, outputs, trace: built });
  else resolve({ value: value ?? predictedValue(outputs), trace: built });
}
