import { expect, test } from 'vitest';
import { formatRouteMetrics } from './formatRouteMetrics.ts';

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

test('one line a side and reason, hedge result, breaker and limit', () => {
  const text = formatRouteMetrics([
    {
      model: 'digits',
      answers: [
        { side: 'local', reason: 'mode', count: 7 },
        { side: 'remote', reason: 'queue-full', count: 2 },
      ],
      hedges: { started: 5, won: 3, lost: 1, budget: 4 },
      remote: { breaker: 'open', concurrencyLimit: 6 },
    },
    {
      model: 'odd "one"',
      answers: [{ side: 'local', reason: 'no-consent', count: 1 }],
      hedges: { started: 0, won: 0, lost: 0, budget: 0 },
    },
  ]);
  expect(linesOf(text)).toEqual([
    'nearside_route_total{model="digits",to="local",reason="mode"} 7',
    'nearside_route_total{model="digits",to="remote",reason="queue-full"} 2',
    'nearside_route_total{model="odd \\"one\\"",to="local",reason="no-consent"} 1',
    'nearside_hedge_total{model="digits",result="won"} 3',
    'nearside_hedge_total{model="digits",result="lost"} 1',
    'nearside_hedge_total{model="digits",result="budget"} 4',
    'nearside_hedge_total{model="odd \\"one\\"",result="won"} 0',
    'nearside_hedge_total{model="odd \\"one\\"",result="lost"} 0',
    'nearside_hedge_total{model="odd \\"one\\"",result="budget"} 0',
    'nearside_breaker_state{model="digits"} 2',
    'nearside_remote_concurrency_limit{model="digits"} 6',
  ]);
});

test('the families are named also where nothing was routed', () => {
  const families = formatRouteMetrics([]).match(/^# TYPE .*$/gm);
  expect(families).toEqual([
    '# TYPE nearside_route_total counter',
    '# TYPE nearside_hedge_total counter',
    '# TYPE nearside_breaker_state gauge',
    '# TYPE nearside_remote_concurrency_limit gauge',
  ]);
});
