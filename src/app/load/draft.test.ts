import { expect, test } from 'vitest';
import { formatDraft, initialDraft, parseDraft, plansOf, withScenario, type Draft } from './draft.ts';

test('a link fills in what it says', () => {
  expect(
    parseDraft('#/load?scenario=closed-loop&model=digits&concurrency=64&target=both', initialDraft),
  ).toEqual({
    ...initialDraft,
    scenario: 'closed-loop',
    model: 'digits',
    concurrency: '64',
    target: 'both',
  });
});

test.each(['#/load', '#/load?scenario=chaos&rate=fast&target=moon&cache=yes&model=', ''])(
  'a link without sense changes nothing: %s',
  (hash) => {
    expect(parseDraft(hash, initialDraft)).toEqual(initialDraft);
  },
);

test('a search has no first rate unless it is told one', () => {
  expect(parseDraft('#/load?scenario=find-peak', initialDraft).rate).toBe('');
  expect(parseDraft('#/load?scenario=find-peak&rate=70', initialDraft).rate).toBe('70');
  expect(withScenario({ ...initialDraft, scenario: 'find-peak', rate: '' }, 'spike').rate).toBe('200');
  expect(withScenario({ ...initialDraft, rate: '30' }, 'closed-loop').rate).toBe('30');
});

test('the link of a draft leads back to it', () => {
  const draft: Draft = {
    ...initialDraft,
    scenario: 'spike',
    rate: '250',
    sloMs: '',
    distinctInputs: '7',
    cache: 'use',
  };
  expect(parseDraft(formatDraft(draft), initialDraft)).toEqual(draft);
});

test('a plan has the numbers of its scenario alone, and none that were left empty', () => {
  const draft: Draft = { ...initialDraft, rate: '50', concurrency: '4', sloMs: '' };
  expect(plansOf(draft)).toEqual([
    {
      model: 'language-id',
      scenario: 'server',
      seconds: 10,
      rate: 50,
      seed: 1,
      target: 'nearside',
      options: { cache: 'bypass' },
    },
  ]);
  expect(plansOf({ ...draft, scenario: 'closed-loop', target: 'both' })).toMatchObject([
    { concurrency: 4, target: 'nearside' },
    { concurrency: 4, target: 'naive' },
  ]);
});
