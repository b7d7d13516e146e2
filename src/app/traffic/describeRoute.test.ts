import { expect, test } from 'vitest';
import { describeRoute } from './describeRoute.ts';

const open = { kind: 'open' } as const;
const closed = { kind: 'closed', reason: 'no-consent', message: 'nobody agreed.' } as const;

test.each([
  ['local-only', open, 'answered here'],
  ['local-only', closed, 'answered here'],
  ['prefer-local', open, 'answered here, else by the endpoint'],
  ['prefer-local', closed, 'answered here: nobody agreed.'],
  ['prefer-remote', open, 'answered by the endpoint, else here'],
  ['prefer-remote', closed, 'answered here: nobody agreed.'],
  ['remote-only', open, 'answered by the endpoint'],
  ['remote-only', closed, 'fails: nobody agreed.'],
  ['fastest', open, 'answered where it is faster'],
  ['fastest', closed, 'answered here: nobody agreed.'],
] as const)('%s with a route that is %j', (mode, remote, words) => {
  expect(describeRoute({ mode, remote })).toBe(words);
});
