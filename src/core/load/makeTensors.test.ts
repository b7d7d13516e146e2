import fc from 'fast-check';
import { expect, test } from 'vitest';
import { datatypes, type Datatype, type Tensor, type TensorSpec } from '../protocol/tensor.ts';
import { validateTensor } from '../protocol/validateTensor.ts';
import { createRandom } from '../createRandom.ts';
import { makeTensors } from './makeTensors.ts';

function specOf(datatype: Datatype, shape: readonly number[]): TensorSpec {
  return { name: 'x', datatype, shape };
}

function textOf({ data }: Tensor): string {
  return Array.from(data as Iterable<unknown>, String).join();
}

test.each(datatypes)('%s tensors fit their spec and differ by their number', (datatype) => {
  const spec = specOf(datatype, [-1, 4, -1, 16]);
  const tensors = makeTensors([spec], createRandom(1));
  const seen = new Set<string>();
  for (let index = 0; index < 500; index += 1) {
    const tensor = tensors(index)['x']!;
    expect(tensor.shape).toEqual([1, 4, 1, 16]);
    validateTensor('x', tensor, spec);
    seen.add(textOf(tensor));
  }
  expect(seen.size).toBe(500);
});

test('real numbers lie in [0, 1), whole ones are 0 or 1', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.constantFrom<Datatype>('FP32', 'FP64', 'INT64', 'UINT8', 'BOOL'),
      (index, datatype) => {
        const { data } = makeTensors([specOf(datatype, [-1, 10])], createRandom(2))(index)['x']!;
        for (const value of Array.from(data as Iterable<number | bigint>, Number)) {
          expect(value).toBeGreaterThanOrEqual(0);
          if (datatype.startsWith('FP')) expect(value).toBeLessThan(1);
          else expect([0, 1]).toContain(value);
        }
      },
    ),
  );
});

test('every input of a model gets its tensor, a scalar among them', () => {
  const specs = [
    { name: 'a', datatype: 'FP32', shape: [] },
    { name: 'b', datatype: 'BYTES', shape: [-1, 2] },
  ] as const;
  const { a, b, ...others } = makeTensors(specs, createRandom(3))(5);
  expect(others).toEqual({});
  expect((a!.data as Float32Array).length).toBe(1);
  expect(b!.data).toHaveLength(2);
});
