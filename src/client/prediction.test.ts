import { describe, expect, test } from 'vitest';
import type { AnswerLead } from '../engine/clientMessages.ts';
import type { UnpackedAnswers } from '../engine/packedAnswers.ts';
import { makeClassification } from './prediction.ts';

const lead: AnswerLead = {
  key: 'letters/1',
  labels: ['a', 'b', 'c'],
  trace: {
    model: 'letters',
    version: '1',
    source: 'local',
    reason: 'mode',
    variant: 'fp32',
    backend: 'wasm',
  },
};

const answers: UnpackedAnswers = {
  ids: Int32Array.of(7, 8),
  queueMs: Float32Array.of(1, 2),
  extraInputMs: Float32Array.of(0, 0.5),
  scores: Float32Array.of(0.5, 0.25, 0.25, 0, 0.75, 0.25),
  classes: 3,
  batchSize: 2,
  inputMs: 1,
  computeMs: 4,
  outputMs: 0.5,
};

const labels = [
  { label: 'b', score: 0.75 },
  { label: 'c', score: 0.25 },
  { label: 'a', score: 0 },
];

function predict(totalMs = 20): ReturnType<typeof makeClassification> {
  return makeClassification(lead, answers, 1, 8, totalMs);
}

describe('makeClassification', () => {
  test('ranks the labels of its own row and tells its own times', () => {
    const { labels: ranked, trace } = predict();
    expect(ranked).toEqual(labels);
    expect(trace).toMatchObject({
      id: '8',
      batchSize: 2,
      queueMs: 2,
      inputMs: 1.5,
      computeMs: 4,
      totalMs: 20,
    });
  });

  test('never says that a whole took less than its parts', () => {
    expect(predict(3).trace.totalMs).toBe(8);
  });

  test('is worked out once', () => {
    const prediction = predict();
    expect(prediction.labels).toBe(prediction.labels);
    expect(prediction.trace).toBe(prediction.trace);
  });

  test('is plain data to whoever copies, sends or prints it', () => {
    const prediction = predict();
    const { trace } = prediction;
    expect(Object.keys(prediction)).toEqual(['labels', 'trace']);
    expect(JSON.parse(JSON.stringify(prediction))).toEqual({ labels, trace });
    expect(structuredClone(prediction)).toEqual({ labels, trace });
    expect({ ...prediction }).toMatchObject({ labels, trace });
  });

  test('reads through a proxy, as view libraries put before data', () => {
    const prediction = new Proxy(predict(), {
      get: (target, name, proxy) => Reflect.get(target, name, proxy) as unknown,
    });
    expect(prediction.labels).toEqual(labels);
    expect(prediction.trace.id).toBe('8');
  });
});
