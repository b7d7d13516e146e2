import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrequentInputs } from './frequentInputs.ts';

interface Item {
  readonly name: string;
  readonly sizeBytes: number;
}

function feed(
  inputs: FrequentInputs<Item>,
  uses: string,
  { model = 'm', now = 0, sizeBytes = 10 } = {},
): void {
  for (const name of uses) inputs.note(model, name, now, () => ({ name, sizeBytes }));
}

function namesIn(inputs: FrequentInputs<Item>, model = 'm'): string {
  return inputs
    .list(model)
    .map(({ item }) => item.name)
    .join('');
}

test('what came more than once is kept, the most frequent first', () => {
  const inputs = new FrequentInputs<Item>(1000);
  feed(inputs, 'abacbaba');
  expect(namesIn(inputs)).toBe('ab');
  expect(inputs.sizeBytes).toBe(20);
  expect(namesIn(inputs, 'other')).toBe('');
});

test('what came long ago counts for less', () => {
  const inputs = new FrequentInputs<Item>(1000);
  feed(inputs, 'aaaaaaaa', { now: 0 });
  feed(inputs, 'bb', { now: 1_200_000 });
  expect(namesIn(inputs)).toBe('ab');
  feed(inputs, 'b', { now: 1_200_000 });
  expect(namesIn(inputs)).toBe('ba');
  // Long enough for the weights to be scaled back.
  feed(inputs, 'cc', { now: 520 * 600_000 });
  expect(namesIn(inputs)).toBe('cba');
});

test('where memory is short, what comes less often makes room, and never what comes as often', () => {
  const inputs = new FrequentInputs<Item>(25);
  feed(inputs, 'aabbb');
  feed(inputs, 'cc', { model: 'n' });
  expect([namesIn(inputs), namesIn(inputs, 'n')]).toEqual(['ba', '']);
  feed(inputs, 'c', { model: 'n' });
  expect([namesIn(inputs), namesIn(inputs, 'n')]).toEqual(['b', 'c']);
  feed(inputs, 'dddd', { sizeBytes: 26 });
  expect([namesIn(inputs), namesIn(inputs, 'n')]).toEqual(['b', 'c']);
  inputs.setLimit(10);
  expect(inputs.sizeBytes).toBe(10);
  inputs.setLimit(0);
  expect(inputs.sizeBytes).toBe(0);
});

test('what is forgotten starts anew', () => {
  const inputs = new FrequentInputs<Item>(1000);
  feed(inputs, 'aabbc');
  feed(inputs, 'aa', { model: 'n' });
  inputs.deleteWhere(({ name }) => name === 'a', 'm');
  expect([namesIn(inputs), namesIn(inputs, 'n')]).toEqual(['b', 'a']);
  feed(inputs, 'ac');
  expect(namesIn(inputs)).toBe('b');
  inputs.deleteModels((model) => model === 'm');
  expect([namesIn(inputs), namesIn(inputs, 'n')]).toEqual(['', 'a']);
  expect(inputs.sizeBytes).toBe(10);
});

test('under another key it is counted together with what came under that one', () => {
  const inputs = new FrequentInputs<Item>(1000);
  feed(inputs, 'aabbb');
  feed(inputs, 'AA');
  inputs.rename('m', 'a', 'A');
  expect(inputs.list('m').map(({ key, item }) => key + item.name)).toEqual(['Aa', 'bb']);
  expect(inputs.sizeBytes).toBe(20);
});

test('the bytes that are kept are counted right and never more than allowed', () => {
  const step = fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
    model: fc.constantFrom('m', 'n'),
    sizeBytes: fc.integer({ min: 1, max: 40 }),
    then: fc.constantFrom('nothing', 'nothing', 'nothing', 'forget', 'rename', 'limit'),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const inputs = new FrequentInputs<Item>(100);
      let maxBytes = 100;
      for (const { name, model, sizeBytes, then } of steps) {
        feed(inputs, name, { model, sizeBytes });
        if (then === 'forget') inputs.deleteWhere((item) => item.sizeBytes < 20, model);
        if (then === 'rename') inputs.rename(model, name, 'a');
        if (then === 'limit') inputs.setLimit((maxBytes = 4 * sizeBytes));
        const kept = ['m', 'n'].flatMap((each) => inputs.list(each));
        expect(inputs.sizeBytes).toBe(kept.reduce((sum, { item }) => sum + item.sizeBytes, 0));
        expect(inputs.sizeBytes).toBeLessThanOrEqual(maxBytes);
      }
    }),
  );
});
