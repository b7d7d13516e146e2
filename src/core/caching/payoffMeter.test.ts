import { expect, test } from 'vitest';
import { PayoffMeter } from './payoffMeter.ts';

function feed(
  meter: PayoffMeter,
  { count, everyNth, runMs }: { count: number; everyNth: number; runMs: number },
): void {
  for (let index = 0; index < count; index += 1) {
    const isHit = everyNth > 0 && index % everyNth === 0;
    meter.observeLookup(isHit);
    if (!isHit) meter.observeRun(runMs);
  }
}

test('it pays until something else was measured', () => {
  const meter = new PayoffMeter();
  expect(meter).toMatchObject({ doesPay: true, runMs: undefined });
  meter.observeLookup(false);
  meter.observeRun(1);
  expect(meter.doesPay).toBe(true);
});

test('inputs that never repeat turn it off within a few hundred, sooner where runs are cheap', () => {
  const meter = new PayoffMeter();
  feed(meter, { count: 120, everyNth: 0, runMs: 0.01 });
  expect(meter.doesPay).toBe(false);
  const dear = new PayoffMeter();
  feed(dear, { count: 120, everyNth: 0, runMs: 5 });
  expect(dear.doesPay).toBe(true);
  feed(dear, { count: 600, everyNth: 0, runMs: 5 });
  expect(dear.doesPay).toBe(false);
});

test('repeats turn it on again, with room between the bounds', () => {
  const meter = new PayoffMeter();
  feed(meter, { count: 300, everyNth: 0, runMs: 0.01 });
  feed(meter, { count: 300, everyNth: 2, runMs: 0.01 });
  expect(meter.doesPay).toBe(true);
  expect(meter.hitRate).toBeCloseTo(0.5, 1);
});

test('the same hit rate pays for dear runs and not for cheap ones', () => {
  const rate = { count: 3000, everyNth: 20 };
  const cheap = new PayoffMeter();
  feed(cheap, { ...rate, runMs: 0.01 });
  const dear = new PayoffMeter();
  feed(dear, { ...rate, runMs: 2 });
  expect([cheap.doesPay, dear.doesPay]).toEqual([false, true]);
});

test('what look-ups cost counts', () => {
  const meter = new PayoffMeter();
  for (let index = 0; index < 500; index += 1) meter.observeCosts({ lookupMs: 1, insertMs: 1 });
  feed(meter, { count: 200, everyNth: 2, runMs: 0.5 });
  expect(meter.doesPay).toBe(false);
});
