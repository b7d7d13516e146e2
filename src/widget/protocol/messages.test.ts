import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFrameMessage } from './parseFrameMessage.ts';
import { parseHostMessage } from './parseHostMessage.ts';
import { parseWindowMessage } from './parseWindowMessage.ts';

const trace = {
  id: '1',
  source: 'local',
  reason: 'mode',
  variant: 'int8',
  backend: 'wasm',
  batchSize: 1,
  queueMs: 0,
  inputMs: 0.1,
  computeMs: 2,
  outputMs: 0,
  totalMs: 3,
};
const error = { code: 'not-found', message: 'no', retryable: false };

describe('what is of the protocol comes through as it was sent', () => {
  test.each([
    { kind: 'load', id: 0, model: 'digits' },
    { kind: 'predict', id: 1, model: 'digits', value: 'text' },
    { kind: 'predict', id: 1, model: 'digits', value: [1, 2.5, NaN] },
    { kind: 'predict', id: 1, model: 'digits', value: Float32Array.of(1) },
    { kind: 'predict', id: 1, model: 'digits', value: { x: [1] } },
    { kind: 'cancel', id: 3 },
  ])('host: %j', (message) => {
    expect(parseHostMessage(message)).toEqual(message);
    expect(parseFrameMessage(message)).toBeUndefined();
  });

  test.each([
    { kind: 'welcome' },
    { kind: 'gone' },
    { kind: 'progress', model: 'digits', share: 0.5 },
    { kind: 'loaded', id: 1, model: { name: 'digits', entry: 'drawing' } },
    { kind: 'answered', id: 1, prediction: { labels: [{ label: '7', score: 1 }], trace } },
    { kind: 'answered', id: 1, prediction: { value: Float32Array.of(1), trace } },
    { kind: 'failed', id: 1, error },
  ])('frame: %j', (message) => {
    expect(parseFrameMessage(message)).toEqual(message);
    expect(parseHostMessage(message)).toBeUndefined();
  });

  test.each(['hello', 'open', 'refused'])('window: %s', (kind) => {
    expect(parseWindowMessage({ nearside: 1, kind, more: 1 })).toEqual({ nearside: 1, kind });
  });
});

describe('anything else is not taken', () => {
  test.each([
    null,
    'load',
    [],
    { kind: 'load', id: -1, model: 'a' },
    { kind: 'load', id: 1.5, model: 'a' },
    { kind: 'load', id: '1', model: 'a' },
    { kind: 'load', id: 1, model: '' },
    { kind: 'load', id: 1, model: 'a'.repeat(300) },
    { kind: 'predict', id: 1, model: 'a' },
    { kind: 'predict', id: 1, model: 'a', value: 3 },
    { kind: 'predict', id: 1, model: 'a', value: ['b'] },
    { kind: 'predict', id: 1, model: 'a', value: 'x'.repeat(2 ** 20 + 1) },
    { kind: 'settings', id: 1, model: 'a', value: {} },
    Object.create({ kind: 'cancel', id: 1 }) as unknown,
  ])('host %#', (message) => {
    expect(parseHostMessage(message)).toBeUndefined();
  });

  test.each([
    { kind: 'progress', model: 'a', share: 2 },
    { kind: 'progress', model: 'a', share: NaN },
    { kind: 'loaded', id: 1, model: { name: 'a', entry: 'markup' } },
    { kind: 'answered', id: 1, prediction: { labels: [] } },
    { kind: 'answered', id: 1, prediction: { labels: [{ label: 7, score: 1 }], trace } },
    { kind: 'answered', id: 1, prediction: { labels: 'seven', trace } },
    { kind: 'answered', id: 1, prediction: { trace: { ...trace, totalMs: '3' } } },
    { kind: 'failed', id: 1, error: { ...error, message: 1 } },
    { kind: 'failed', id: 1, error: 'no' },
  ])('frame %#', (message) => {
    expect(parseFrameMessage(message)).toBeUndefined();
  });

  test.each([
    { kind: 'open' },
    { nearside: 2, kind: 'open' },
    { nearside: 1, kind: 'close' },
    'open',
    undefined,
  ])('window %#', (message) => {
    expect(parseWindowMessage(message)).toBeUndefined();
  });

  test('nothing at all makes a reader throw', () => {
    const kinds = fc.constantFrom(
      'load',
      'predict',
      'cancel',
      'answered',
      'failed',
      'loaded',
      'progress',
      'open',
    );
    const near = fc.record(
      {
        nearside: fc.anything(),
        kind: kinds,
        id: fc.anything(),
        model: fc.anything(),
        prediction: fc.anything(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), near), (message) => {
        parseHostMessage(message);
        parseFrameMessage(message);
        parseWindowMessage(message);
      }),
    );
  });
});
