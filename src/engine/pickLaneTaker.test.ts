import { expect, test } from 'vitest';
import type { LaneReach } from './clientSession.ts';
import { pickLaneTaker } from './pickLaneTaker.ts';

test.each<[readonly LaneReach[], number | undefined]>([
  [[], undefined],
  [['none'], undefined],
  [['none', 'port', 'port'], 1],
  [['port', 'none', 'shared', 'shared'], 2],
])('of %j takes the one at %j', (reaches, at) => {
  const clients = reaches.map((laneReach) => ({ laneReach }));
  expect(pickLaneTaker(clients)).toBe(at === undefined ? undefined : clients[at]);
});
