import { expect, test } from 'vitest';
import { countRoom, type RoomConditions } from './countRoom.ts';

const plain: RoomConditions = {
  backend: 'wasm',
  cores: 8,
  threads: 2,
  othersThreads: 0,
  memoryBytes: 1000,
  instanceBytes: 10,
  othersBytes: 0,
};

test.each([
  ['fills the cores', {}, 4],
  ['leaves the cores that others use', { othersThreads: 3 }, 2],
  ['keeps to the memory', { instanceBytes: 300, othersBytes: 300 }, 2],
  ['gives at least one', { othersThreads: 9, memoryBytes: 0 }, 1],
  ['gives a GPU one', { backend: 'webgpu' }, 1],
  ['never gives more than eight', { cores: 64, threads: 1 }, 8],
] as const)('%s', (_, overrides, expected) => {
  expect(countRoom({ ...plain, ...overrides })).toBe(expected);
});
