import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NearsideError } from '../errors.ts';
import type { RouteReason } from '../protocol/inference.ts';
import { Journey, type JourneyFailure, type JourneyStep, type SecondChance } from './journey.ts';
import type { Side } from './routingStatus.ts';

const both = { first: 'local', reason: 'mode', second: 'remote' } as const;
const never: SecondChance = { canFallBack: false, retryDelayMs: () => undefined };
const fallBack: SecondChance = { ...never, canFallBack: true };

function failure(reason: RouteReason, { isAbsent = false } = {}): JourneyFailure {
  return { verdict: { reason, isAbsent }, error: new NearsideError('remote', reason) };
}

function tell(steps: readonly JourneyStep[]): readonly string[] {
  return steps.map((step) =>
    step.kind === 'refuse'
      ? `refuse ${step.error.message}`
      : [step.kind, step.side, ...('reason' in step ? [step.reason] : [])].join(' '),
  );
}

describe('a request', () => {
  test('is answered by the first side', () => {
    const journey = new Journey(both);
    expect(tell(journey.begin())).toEqual(['start local mode']);
    expect(tell(journey.answered('local'))).toEqual(['settle local mode']);
    expect(journey.isOver).toBe(true);
  });

  test('goes to the other side by the reason of the failure', () => {
    const journey = new Journey(both);
    journey.begin();
    expect(tell(journey.failed('local', failure('queue-full'), fallBack))).toEqual([
      'start remote queue-full',
    ]);
    expect(tell(journey.answered('remote'))).toEqual(['settle remote queue-full']);
  });

  test('that is wrong itself goes nowhere else', () => {
    const journey = new Journey(both);
    journey.begin();
    const wrong = { verdict: undefined, error: new NearsideError('bad-input', 'wrong') };
    expect(tell(journey.failed('local', wrong, fallBack))).toEqual(['refuse wrong']);
  });

  test('on both sides takes the first good answer and cancels the other', () => {
    const journey = new Journey(both);
    journey.begin();
    expect(tell(journey.startSpare('faster'))).toEqual(['start remote faster']);
    expect(tell(journey.answered('remote'))).toEqual(['settle remote faster', 'cancel local']);
    expect(journey.answered('local')).toEqual([]);
  });

  test('on both sides waits for the other when one fails', () => {
    const journey = new Journey(both);
    journey.begin();
    journey.startSpare('faster');
    expect(journey.failed('remote', failure('remote-error'), never)).toEqual([]);
    expect(tell(journey.failed('local', failure('worker-lost'), never))).toEqual(['refuse worker-lost']);
  });

  test('that was moved comes back when the other side fails, and is not moved again', () => {
    const journey = new Journey(both);
    journey.begin();
    expect(tell(journey.move('deadline'))).toEqual(['cancel local', 'start remote deadline']);
    expect(journey.answered('local')).toEqual([]);
    expect(tell(journey.failed('remote', failure('remote-error'), fallBack))).toEqual([
      'start local remote-error',
    ]);
    expect(journey.move('deadline')).toEqual([]);
    expect(tell(journey.answered('local'))).toEqual(['settle local remote-error']);
  });

  test('that fails on both sides tells what the side that has the model says', () => {
    const journey = new Journey(both);
    journey.begin();
    journey.failed('local', failure('model-missing', { isAbsent: true }), fallBack);
    expect(tell(journey.failed('remote', failure('remote-error'), never))).toEqual(['refuse remote-error']);
  });

  test('is tried again after a wait where there is no other way', () => {
    const journey = new Journey({ first: 'remote', reason: 'asked', second: undefined });
    journey.begin();
    const later = { ...never, retryDelayMs: () => 50 };
    expect(tell(journey.failed('remote', failure('remote-error'), later))).toEqual(['retry remote']);
    expect(tell(journey.resume('remote'))).toEqual(['start remote asked']);
    expect(tell(journey.answered('remote'))).toEqual(['settle remote asked']);
  });
});

/** The same rules as plain sets. */
interface Model {
  readonly running: Set<Side>;
  readonly waiting: Set<Side>;
  readonly tried: Set<Side>;
  ends: number;
}

test('law: whatever happens, a request ends once, and nothing is begun or left open after that', () => {
  const event = fc.record({
    kind: fc.constantFrom('answered', 'failed', 'failed', 'wrong', 'spare', 'move', 'resume', 'withdraw'),
    side: fc.constantFrom<Side>('local', 'remote'),
    canFallBack: fc.boolean(),
    canRetry: fc.boolean(),
  });
  const plan = fc.constantFrom(
    both,
    { first: 'remote', reason: 'mode', second: 'local' } as const,
    { first: 'remote', reason: 'asked', second: undefined } as const,
    { first: 'local', reason: 'mode', second: undefined } as const,
  );
  fc.assert(
    fc.property(plan, fc.array(event, { maxLength: 40 }), (chosen, events) => {
      const journey = new Journey(chosen);
      const model: Model = { running: new Set(), waiting: new Set(), tried: new Set(), ends: 0 };
      const apply = (steps: readonly JourneyStep[]): void => {
        for (const step of steps) {
          if (step.kind === 'start') {
            expect([model.ends, model.running.has(step.side)]).toEqual([0, false]);
            expect([chosen.first, chosen.second]).toContain(step.side);
            model.waiting.delete(step.side);
            model.running.add(step.side);
            model.tried.add(step.side);
          } else if (step.kind === 'retry') {
            expect(model.running.size).toBe(0);
            model.waiting.add(step.side);
          } else if (step.kind === 'cancel') {
            expect(model.running.delete(step.side) || model.waiting.delete(step.side)).toBe(true);
          } else {
            if (step.kind === 'settle') expect(model.running.delete(step.side)).toBe(true);
            model.ends += 1;
          }
        }
        if (model.ends > 0) expect([...model.running, ...model.waiting]).toEqual([]);
        else expect(model.running.size + model.waiting.size > 0 || journey.isOver).toBe(true);
      };
      apply(journey.begin());
      for (const { kind, side, canFallBack, canRetry } of events) {
        const wasRunning = model.running.has(side);
        if (kind === 'answered') apply(journey.answered(side));
        else if (kind === 'spare') apply(journey.startSpare('faster'));
        else if (kind === 'move') apply(journey.move('deadline'));
        else if (kind === 'resume') apply(journey.resume(side));
        else if (kind === 'withdraw') apply(journey.withdraw());
        else {
          if (wasRunning) model.running.delete(side);
          const chance = { canFallBack, retryDelayMs: () => (canRetry ? 1 : undefined) };
          const error = new NearsideError('remote', 'no');
          const verdict =
            kind === 'wrong' ? undefined : ({ reason: 'remote-error', isAbsent: false } as const);
          apply(journey.failed(side, { verdict, error }, chance));
        }
        expect(model.ends).toBeLessThanOrEqual(1);
      }
      for (const side of [...model.waiting]) apply(journey.resume(side));
      for (const side of [...model.running]) {
        model.running.delete(side);
        apply(journey.failed(side, failure('remote-error'), never));
      }
      expect(journey.isOver).toBe(true);
      expect(model.tried.size).toBeLessThanOrEqual(2);
    }),
    { numRuns: 500 },
  );
});
