import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NearsideError } from '../../errors.ts';
import { inspectOnnx } from './inspectOnnx.ts';
import { parseOrt } from './parseOrt.ts';

function readSample(): Uint8Array {
  return Uint8Array.from(readFileSync(new URL('testing/fixedClassifier.ort', import.meta.url)));
}

test('a model in the format of the runtime says the same of itself as one of ONNX', () => {
  expect(inspectOnnx(parseOrt(readSample()))).toMatchObject({
    irVersion: 8,
    producer: 'nearside-tests',
    operators: [
      { domain: '', name: 'Reshape', count: 1 },
      { domain: '', name: 'MatMul', count: 1 },
    ],
    inputs: [{ name: 'x', kind: 'tensor', elementType: 'float32', datatype: 'FP32', shape: [1, 1, 8, 8] }],
    outputs: [{ name: 'scores', kind: 'tensor', datatype: 'FP32', shape: [1, 5] }],
    initializers: { count: 2, sizeBytes: 64 * 5 * 4 + 2 * 8, largestElements: 320 },
    quantization: 'none',
    precision: 'fp32',
    producers: { scores: 'MatMul' },
  });
});

test('what is cut or damaged is read, or refused as such', () => {
  const sample = readSample();
  const readOrRefuse = (bytes: Uint8Array): void => {
    try {
      inspectOnnx(parseOrt(bytes));
    } catch (error) {
      expect(error).toBeInstanceOf(NearsideError);
      expect(error).toMatchObject({ code: 'model-load' });
    }
  };
  fc.assert(
    fc.property(fc.nat(sample.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
      readOrRefuse(sample.slice(0, at));
      const damaged = sample.slice();
      damaged[at] = byte;
      readOrRefuse(damaged);
    }),
    { numRuns: 400 },
  );
  expect(() => parseOrt(sample.slice(0, 100))).toThrow(/damaged, truncated/);
});
