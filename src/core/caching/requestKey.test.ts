import fc from 'fast-check';
import { createXXHash128 } from 'hash-wasm';
import { expect, test } from 'vitest';
import type { Hash128 } from './hash128.ts';
import { createKeyMaker, stringBytes } from './makeRequestKey.ts';
import { signContext, signInputs, type InputEcho, type ResultContext } from './signRequest.ts';

const hasher = await createXXHash128();
const hash: Hash128 = (parts) => {
  hasher.init();
  for (const part of parts) hasher.update(part);
  return hasher.digest('hex');
};
const makeKey = createKeyMaker(hash);

interface Request {
  readonly context: ResultContext;
  readonly inputs: readonly (InputEcho & { readonly bytes: Uint8Array })[];
}

function keyOf({ context, inputs }: Request): string {
  const sorted = inputs.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return makeKey(
    signContext(context) + signInputs(inputs),
    sorted.map(({ bytes }) => bytes),
  );
}

/** What a request is, in a form in which equal requests compare equal. */
function essence({ context, inputs }: Request): unknown {
  return {
    ...context,
    parameters: new Map(Object.entries(context.parameters ?? {})),
    partition: context.partition,
    outputs: new Set(context.outputs),
    inputs: new Map(
      inputs.map(({ name, datatype, shape, bytes }) => [name, [datatype, shape, [...bytes]]] as const),
    ),
  };
}

// Few values, so that equal ones are met often.
const name = fc.constantFrom('a', 'b', 'a"', 'a,b', '');
const context = fc.record(
  {
    model: name,
    digest: fc.constantFrom('0', '1'),
    version: fc.constantFrom('1', '2'),
    variant: fc.constantFrom('int8', 'fp16'),
    backend: fc.constantFrom('wasm', 'webgpu'),
    preprocessing: fc.constantFrom('', 'text-features@1', 'text-features@2'),
    parameters: fc.dictionary(
      fc.constantFrom('p', 'q'),
      fc.constantFrom<string | number | boolean>(0, -0, Number.NaN, 1, '1', true, 'true'),
      { maxKeys: 2, noNullPrototype: true },
    ),
    partition: fc.constantFrom('', 'ann', 'bob', 'null'),
    outputs: fc.uniqueArray(fc.constantFrom('x', 'y', 'x,y'), { minLength: 1 }),
  },
  {
    requiredKeys: [
      'model',
      'digest',
      'version',
      'variant',
      'backend',
      'preprocessing',
      'outputs',
      'parameters',
    ],
  },
);
const input = fc
  .record({
    name,
    datatype: fc.constantFrom('FP32' as const, 'INT32' as const),
    shape: fc.constantFrom([6], [2, 3], [3, 2], [1, 6]),
    bytes: fc.constantFrom([0, 0, 0, 0], [0, 0, 0, 128], [0, 0, 192, 127], [1, 0, 192, 127], [0, 0, 0]),
  })
  .map(({ bytes, ...echo }) => ({ ...echo, bytes: Uint8Array.from(bytes), sizeBytes: bytes.length }));
const request = fc.record({
  context,
  inputs: fc.uniqueArray(input, { selector: (one) => one.name, maxLength: 3 }),
});

const numRuns = process.env['NEARSIDE_LONG'] === undefined ? 3000 : 100_000;

const fields = [
  'model',
  'digest',
  'version',
  'variant',
  'backend',
  'preprocessing',
  'parameters',
  'partition',
  'outputs',
] as const;
/** A second request that differs from the first in few things, or in none. */
const pair = fc
  .tuple(request, request, fc.subarray([...fields, 'inputs'] as const, { maxLength: 2 }))
  .map(([left, other, taken]): readonly [Request, Request] => {
    const merged: Record<string, unknown> = { ...left.context };
    for (const field of fields) {
      if (!taken.includes(field)) continue;
      if (field in other.context) merged[field] = other.context[field];
      else Reflect.deleteProperty(merged, field);
    }
    const inputs = taken.includes('inputs') ? other.inputs : left.inputs.toReversed();
    return [left, { context: merged as unknown as ResultContext, inputs }];
  });

test('equal requests have equal keys, and requests that differ in anything have different ones', () => {
  fc.assert(
    fc.property(pair, ([left, right]) => {
      expect(keyOf(left) === keyOf(right)).toBe(same(essence(left), essence(right)));
    }),
    { numRuns },
  );
});

test('one change makes another key', () => {
  const { context: changed } = { context: fc.sample(context, { seed: 1, numRuns: 1 })[0]! };
  const base: Request = {
    context: { ...changed, partition: 'ann', parameters: { p: 0 } },
    inputs: [
      { name: 'a', datatype: 'FP32', shape: [2, 3], sizeBytes: 4, bytes: Uint8Array.of(1, 2, 3, 4) },
      { name: 'b', datatype: 'FP32', shape: [1], sizeBytes: 2, bytes: Uint8Array.of(5, 6) },
    ],
  };
  const [first, second] = base.inputs as [Request['inputs'][number], Request['inputs'][number]];
  const others: readonly Request[] = [
    ...(['model', 'digest', 'version', 'variant', 'backend', 'preprocessing', 'partition'] as const).map(
      (field) => ({
        ...base,
        context: { ...base.context, [field]: 'other' },
      }),
    ),
    { ...base, context: { ...base.context, parameters: { p: -0 } } },
    { ...base, context: { ...base.context, parameters: { p: '0' } } },
    { ...base, context: { ...base.context, outputs: ['z'] } },
    { ...base, inputs: [{ ...first, shape: [3, 2] }, second] },
    { ...base, inputs: [{ ...first, datatype: 'INT32' }, second] },
    { ...base, inputs: [{ ...first, name: 'c' }, second] },
    { ...base, inputs: [{ ...first, bytes: Uint8Array.of(1, 2, 3, 5) }, second] },
    {
      ...base,
      inputs: [
        { ...first, sizeBytes: 3, bytes: Uint8Array.of(1, 2, 3) },
        { ...second, sizeBytes: 3, bytes: Uint8Array.of(4, 5, 6) },
      ],
    },
  ];
  expect(new Set([base, ...others].map(keyOf)).size).toBe(others.length + 1);
});

test('texts are the same bytes only where they are the same texts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary' })),
      fc.array(fc.string({ unit: 'binary' })),
      (left, right) => {
        expect(same([...stringBytes(left)], [...stringBytes(right)])).toBe(same(left, right));
      },
    ),
  );
  expect([...stringBytes(['a', 'b'])]).not.toEqual([...stringBytes(['ab', ''])]);
});

function same(left: unknown, right: unknown): boolean {
  try {
    expect(left).toStrictEqual(right);
    return true;
  } catch {
    return false;
  }
}
