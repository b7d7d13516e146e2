import { expect, test } from 'vitest';
import { testSnapshot } from '../live/testSnapshot.ts';
import { isAtWork, type Work } from './isAtWork.ts';

const idle: Work = { newest: undefined, load: 'idle', batch: 'idle' };

test.each<[string, Partial<Work>, boolean]>([
  ['nothing goes on', {}, false],
  ['the engine is idle', { newest: testSnapshot(1) }, false],
  ['requests wait', { newest: testSnapshot(1, { queueDepth: 2 }) }, true],
  ['requests run', { newest: testSnapshot(1, { inFlight: 1 }) }, true],
  ['a load run starts', { load: 'starting' }, true],
  ['a load run goes on', { load: 'running' }, true],
  ['a file is answered', { batch: 'running' }, true],
  ['a file was answered', { batch: 'done' }, false],
])('while %s', (_, work, isBusy) => {
  expect(isAtWork({ ...idle, ...work })).toBe(isBusy);
});
