import { expect, test } from 'vitest';
import type { LoadProgress, ModelStatus } from '../../client/index.ts';
import { describeLoad } from './describeLoad.ts';

const progress: LoadProgress = { model: 'digits', stage: 'download', loadedBytes: 1e6, totalBytes: 2e6 };

const status: ModelStatus = {
  name: 'digits',
  versions: ['1'],
  state: 'ready',
  inputs: [],
  outputs: [],
  sizeBytes: 440_000,
  digest: '',
  variant: 'int8',
  backend: 'wasm',
};

test('each stage has its words, and the download its bytes', () => {
  const describe = (stage: LoadProgress['stage']) =>
    describeLoad({ kind: 'loading', progress: { ...progress, stage } }, undefined).text;
  expect((['download', 'verify', 'create', 'warm'] as const).map(describe)).toEqual([
    'Downloading 1.0 MB of 2.0 MB',
    'Verifying',
    'Creating session',
    'Warming up',
  ]);
});

test('progress never goes back from stage to stage', () => {
  const shares = (['download', 'verify', 'create', 'warm'] as const).map(
    (stage) => describeLoad({ kind: 'loading', progress: { ...progress, stage } }, undefined).share ?? 0,
  );
  expect(shares).toEqual([...shares].sort((one, other) => one - other));
});

test('a ready model tells what runs', () => {
  expect(describeLoad({ kind: 'ready' }, status)).toEqual({
    tone: 'good',
    text: 'Ready · int8 · wasm · 440 kB',
  });
});

test('a model that was not asked for tells its size, and what runs once another page has loaded it', () => {
  expect(describeLoad(undefined, { ...status, state: 'available' })).toEqual({
    tone: 'idle',
    text: 'On demand · 440 kB',
  });
  expect(describeLoad(undefined, undefined)).toEqual({ tone: 'idle', text: 'On demand' });
  expect(describeLoad(undefined, { ...status, state: 'loading' })).toMatchObject({ tone: 'busy' });
  expect(describeLoad(undefined, status)).toMatchObject({ tone: 'good' });
});

test('a failure names its code; a model unloaded elsewhere is told apart', () => {
  const failure = { code: 'integrity', message: 'wrong hash' };
  expect(describeLoad({ kind: 'failed', failure }, status)).toMatchObject({
    tone: 'bad',
    text: 'Failed: integrity',
  });
  expect(describeLoad({ kind: 'ready' }, { ...status, state: 'available' })).toMatchObject({ tone: 'idle' });
});
