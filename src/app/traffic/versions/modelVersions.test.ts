import { expect, test } from 'vitest';
import type { ModelStatus, RemoteDescription, VersionAnswers } from '../../../client/index.ts';
import { testRouting } from '../testRouting.ts';
import { describeAgreement, describeNamed, describePolicy, describeThere } from './describeVersions.ts';
import { modelVersions, type VersionRow } from './modelVersions.ts';

const [file, none] = [
  { sizeBytes: 1, digest: '' },
  { local: 0, remote: 0, cache: 0 },
];
const model: ModelStatus = {
  ...{ name: 'steps', state: 'ready', inputs: [], outputs: [], sizeBytes: 1, digest: '' },
  versions: ['10', '2'],
  excluded: ['1'],
  ...{ serving: '2', defaultVersion: '2' },
  versionStates: [
    { version: '10', state: 'warm', ...file },
    { version: '2', state: 'serving', ...file },
  ],
};
const counts = (local: number, remote: number): VersionAnswers => ({
  recent: { ...none, local, remote },
  total: { local: local + 5, remote, cache: 1 },
});

function rowsOf(described: RemoteDescription, answers: Readonly<Record<string, VersionAnswers>> = {}) {
  const routing = testRouting({ steps: { described } }).models;
  const [versions] = modelVersions({ models: [model], answers: { steps: answers }, routing });
  return versions!;
}

test('a row for each version that is here, answered or is listed there; shares are of the last seconds', () => {
  const described = { kind: 'described', versions: ['3', '2'], differences: [] } as const;
  const { rows } = rowsOf(described, { '2': counts(6, 0), '10': counts(1, 0), '': counts(0, 1) });
  const figures = rows.map(({ version, share, isDefault, isExcluded, isThere }) => ({
    ...{ version, share, isThere },
    kind: isDefault ? 'default' : isExcluded ? 'excluded' : '',
  }));
  expect(figures).toEqual([
    { version: '10', share: 0.125, isThere: false, kind: '' },
    { version: '3', share: 0, isThere: true, kind: '' },
    { version: '2', share: 0.75, isThere: true, kind: 'default' },
    { version: '1', share: 0, isThere: false, kind: 'excluded' },
    { version: '', share: 0.125, isThere: false, kind: '' },
  ]);
  expect(rowsOf({ kind: 'unknown' }).rows.map(({ share, isThere }) => [share, isThere])).toEqual(
    Array.from({ length: 3 }, () => [null, undefined]),
  );
});

test('a model is shown once it was asked, has several versions, or the endpoint was asked for it', () => {
  const single = { ...model, excluded: [], versionStates: model.versionStates!.slice(1) };
  const isShown = (own: ModelStatus, answers: VersionAnswers | undefined, described: RemoteDescription) =>
    modelVersions({
      models: [own],
      answers: answers === undefined ? {} : { steps: { '2': answers } },
      routing: testRouting({ steps: { described } }).models,
    })[0]!.isWorthShowing;
  expect([
    isShown(single, undefined, { kind: 'unknown' }),
    isShown(single, { recent: none, total: none }, { kind: 'unknown' }),
    isShown(model, undefined, { kind: 'unknown' }),
    isShown(single, counts(0, 0), { kind: 'unknown' }),
    isShown(single, undefined, { kind: 'described', versions: ['2'], differences: [] }),
  ]).toEqual([false, false, true, true, true]);
});

test('every state of a version says what a request gets that names it', () => {
  const [row] = rowsOf({ kind: 'unknown' }).rows as [VersionRow];
  const inState = (state: NonNullable<VersionRow['status']>['state']) =>
    describeNamed({ ...row, status: { version: '10', state, ...file } });
  expect(inState('serving')).toBe('who names it is answered at once');
  expect(inState('available')).toBe('loaded for who names it');
  expect(describeNamed({ ...row, isExcluded: true })).toContain('not-found');
  const away = rowsOf({ kind: 'described', versions: ['3'] }).rows[1]!;
  expect(describeNamed(away)).toContain('refused by this device');
  expect(describeNamed({ ...away, version: '' })).toMatch(/^the endpoint did not say/);
});

test('policies in words', () => {
  expect(describePolicy({ kind: 'all' })).toBe('every version may serve');
  expect(describePolicy({ kind: 'latest', count: 1 })).toBe('only the highest version may serve');
  expect(describePolicy({ kind: 'latest', count: 2 })).toBe('only the highest 2 versions may serve');
  expect(describePolicy({ kind: 'specific', versions: ['1', '3'] })).toBe('only version 1, 3 may serve');
});

test.each<[RemoteDescription, string, string]>([
  [{ kind: 'unknown' }, 'has not been asked yet', 'not asked'],
  [{ kind: 'failed', message: 'gone' }, 'did not describe it: gone', 'unknown'],
  [{ kind: 'described', versions: ['2'] }, 'on one side alone', 'not listed'],
  [{ kind: 'described', versions: [], differences: [] }, 'lists no versions', 'lists none'],
  [{ kind: 'described', versions: ['2'], differences: [] }, 'same inputs and outputs at', 'not listed'],
  [{ kind: 'described', versions: ['10'], differences: [] }, 'but not version 2', 'listed'],
  [
    { kind: 'described', versions: ['2'], differences: [{ side: 'input', name: 'x' }] },
    'another model by this name',
    'not listed',
  ],
])('%j is put in words', (described, agreement, there) => {
  const versions = rowsOf(described);
  expect(describeAgreement(versions, 'prefer-local')).toContain(agreement);
  expect(describeThere(versions.rows[0]!, versions)).toBe(there);
});

test('an endpoint that is not asked because of the mode is said to be so', () => {
  expect(describeAgreement(rowsOf({ kind: 'unknown' }), 'local-only')).toContain('stay on this device');
});
