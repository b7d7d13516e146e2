import type { PredictValue } from '../../src/client/index.ts';
import { expect, test } from '../support/test.ts';

interface BadCall {
  readonly what: string;
  readonly model: string;
  readonly value?: unknown;
  readonly options?: Record<string, unknown>;
  readonly code?: string;
  /** What was expected, then what came. */
  readonly says: RegExp;
}

const calls: readonly BadCall[] = [
  { what: 'an empty text', model: 'language-id', value: '', says: /word.*""/ },
  { what: 'a text without a word', model: 'language-id', value: '12 !? 😀', says: /word.*"12 !\? 😀"/ },
  {
    what: 'a review without a word',
    model: 'review-sentiment',
    value: '10/10 !!!',
    says: /word.*"10\/10 !!!"/,
  },
  { what: 'null for a text', model: 'language-id', value: null, says: /text.*null/ },
  { what: 'undefined for a text', model: 'language-id', value: undefined, says: /text.*undefined/ },
  { what: 'a number for a text', model: 'language-id', value: 7, says: /text.*number/ },
  { what: 'an empty record', model: 'language-id', value: {}, says: /"ids".*INT32.*nothing/ },
  { what: 'a list for a text', model: 'language-id', value: [1, 2], says: /text.*numbers/ },
  { what: 'a text for an image', model: 'digits', value: 'seven', says: /image.*text/ },
  { what: 'null for an image', model: 'digits', value: null, says: /image.*null/ },
  { what: 'a list of texts', model: 'digits', value: ['a', 'b'], says: /image.*list/ },
  { what: 'a row that is too short', model: 'digits', value: [1, 2, 3], says: /784.*3/ },
  { what: 'an empty row', model: 'digits', value: [], says: /784.*0/ },
  { what: 'an unknown input in a record', model: 'digits', value: { y: [1] }, says: /"x".*"y"/ },
  {
    what: 'two rows at once',
    model: 'digits',
    value: { x: { datatype: 'FP32', shape: [2, 1, 28, 28], data: new Float32Array(1568) } },
    says: /one row.*2/,
  },
  { what: 'a missing model', model: 'nonsense', value: 'Hi', code: 'not-found', says: /digits.*"nonsense"/ },
  { what: 'a path for a model', model: '../digits', value: 'Hi', code: 'not-found', says: /"\.\.\/digits"/ },
  { what: 'no name', model: '', value: 'Hi', says: /name.*""/ },
  { what: 'priority 0', model: 'language-id', value: 'Hi', options: { priority: 0 }, says: /1, 2 or 3.*0/ },
  {
    what: 'priority "1"',
    model: 'language-id',
    value: 'Hi',
    options: { priority: '1' },
    says: /1, 2 or 3.*"1"/,
  },
  {
    what: 'a NaN deadline',
    model: 'language-id',
    value: 'Hi',
    options: { deadlineMs: NaN },
    says: /positive.*NaN/,
  },
  {
    what: 'a negative deadline',
    model: 'language-id',
    value: 'Hi',
    options: { deadlineMs: -1 },
    says: /positive.*-1/,
  },
  {
    what: 'a deadline as text',
    model: 'language-id',
    value: 'Hi',
    options: { deadlineMs: '9' },
    says: /positive.*"9"/,
  },
  {
    what: 'an unknown route',
    model: 'language-id',
    value: 'Hi',
    options: { route: 'moon' },
    says: /local.*"moon"/,
  },
  {
    what: 'an unknown cache policy',
    model: 'language-id',
    value: 'Hi',
    options: { cache: 'x' },
    says: /use.*"x"/,
  },
];

for (const { what, model, value, options, code = 'bad-input', says } of calls) {
  test(`predict refuses ${what}`, async ({ warmPage }) => {
    const outcome = await warmPage.evaluate(
      async (call) => {
        const nearside = await window.nearside;
        return await window.tools.outcome(
          nearside.predict(call.model, call.value as PredictValue, call.options),
        );
      },
      { model, value, options },
    );

    expect(outcome).toMatchObject({ kind: 'rejected', name: 'NearsideError', code });
    expect(outcome).toHaveProperty('message', expect.stringMatching(says));
  });
}

test('values that no worker can be sent are refused alone', async ({ warmPage }) => {
  const { bad, good } = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const unsendable = [
      () => 1,
      Symbol('x'),
      document.body,
      { x: () => 1 },
      new Proxy({}, {}),
      new OffscreenCanvas(9, 9),
    ];
    const bad = [];
    const good = [];
    for (const [index, value] of unsendable.entries()) {
      good.push(nearside.predict('digits', window.tools.row(index)));
      bad.push(nearside.predict('digits', value));
      good.push(nearside.predict('language-id', `This is sentence number ${index}`));
    }
    const settled = await Promise.all([window.tools.outcomes(bad), window.tools.outcomes(good)]);
    return { bad: settled[0], good: settled[1] };
  });

  expect(bad).toMatchObject(
    Array.from(bad, () => ({ kind: 'rejected', name: 'NearsideError', code: 'bad-input' })),
  );
  expect(good.every(({ kind }) => kind === 'answered')).toBe(true);
});

test('one buffer given away twice is refused alone', async ({ warmPage }) => {
  const { twice, other } = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const data = window.tools.row(5);
    const give = () =>
      nearside.infer(
        { model: 'digits', inputs: { x: { datatype: 'FP32', shape: [1, 1, 28, 28], data } } },
        { transfer: true },
      );
    const twice = [give(), give()];
    const other = nearside.predict('language-id', 'Good evening to all of you');
    return { twice: await window.tools.outcomes(twice), other: await window.tools.outcome(other) };
  });

  expect(twice.filter(({ kind }) => kind === 'done').length).toBeLessThanOrEqual(1);
  for (const outcome of twice) {
    if (outcome.kind === 'rejected') {
      expect(outcome).toMatchObject({ name: 'NearsideError', code: 'bad-input' });
    }
  }
  expect(other).toMatchObject({ kind: 'answered', label: 'eng' });
});

test('bad requests in a burst harm no other and are counted as errors', async ({ warmPage }) => {
  const { outcomes, errors } = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const count = async () =>
      (await nearside.metrics.snapshot()).models['language-id']?.errors['bad-input'] ?? 0;
    const before = await count();
    const calls = Array.from({ length: 120 }, (_, index) =>
      nearside.predict('language-id', index % 3 === 0 ? '…' : `This is the sentence with number ${index}`, {
        cache: 'bypass',
      }),
    );
    return { outcomes: await window.tools.outcomes(calls), errors: (await count()) - before };
  });

  for (const [index, outcome] of outcomes.entries()) {
    expect(outcome).toMatchObject(index % 3 === 0 ? { code: 'bad-input' } : { label: 'eng' });
  }
  expect(errors).toBe(40);
});
