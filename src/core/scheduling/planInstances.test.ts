import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialScaleState, planInstances, type ScaleState } from './planInstances.ts';

const warmUpMs = 2000;

/** Seconds of demand on a device where an instance that is wanted is ready a second later. */
function live(
  demands: readonly number[],
  {
    most = 4,
    ready = 1,
    msPerRow = (instances: number): number => instances ** 0,
    state = initialScaleState,
  } = {},
): { readonly wanted: readonly number[]; readonly state: ScaleState } {
  let instances = ready;
  let current = state;
  const start = state.samples.at(-1)?.at ?? 0;
  const wanted = demands.map((demand, second) => {
    const sample = { at: start + 1000 * (second + 1), demand, msPerRow: msPerRow(instances) };
    const plan = planInstances(current, sample, { ready: instances, most, warmUpMs });
    current = plan.state;
    instances = plan.wanted;
    return plan.wanted;
  });
  return { wanted, state: current };
}

const repeat = (demand: number, seconds: number): number[] => Array.from({ length: seconds }, () => demand);

describe('planInstances', () => {
  test('one is enough for little work', () => {
    expect(Math.max(...live(repeat(0.5, 120)).wanted)).toBe(1);
  });

  test('a saturated model gets another within seconds', () => {
    expect(live(repeat(1.2, 6)).wanted.at(-1)).toBe(2);
  });

  test('a single busy second changes nothing', () => {
    expect(Math.max(...live([...repeat(0.2, 10), 2, ...repeat(0.2, 10)]).wanted)).toBe(1);
  });

  test('never more than the device has room for', () => {
    expect(Math.max(...live(repeat(9, 60), { most: 3 }).wanted)).toBe(3);
  });

  test('what came fast goes slowly', () => {
    const { wanted } = live([...repeat(2, 30), ...repeat(0.1, 130)]);
    const fall = wanted.slice(30).findIndex((instances) => instances === 1);
    expect(Math.max(...wanted)).toBeGreaterThan(1);
    expect(fall).toBeGreaterThan(30);
    expect(wanted.at(-1)).toBe(1);
  });

  test('an instance that slows the other down as much as it brings is taken back and not tried again', () => {
    const { wanted, state } = live(repeat(1.3, 60), { msPerRow: (instances) => instances });
    expect(Math.max(...wanted)).toBe(2);
    expect(wanted.at(-1)).toBe(1);
    expect(wanted.filter((instances, second) => instances > (wanted[second - 1] ?? 1))).toHaveLength(1);
    expect(state.ceiling).toMatchObject({ instances: 1 });
  });

  test('growing load is met before it is there', () => {
    const ramp = Array.from({ length: 30 }, (_, second) => 0.02 * second);
    const flat = repeat(0.58, 30);
    expect(Math.max(...live(flat).wanted)).toBe(1);
    const reached = live(ramp.map((demand) => 3 * demand)).wanted.findIndex((instances) => instances === 2);
    expect(3 * ramp[reached]!).toBeLessThan(1.4);
  });

  test('always stays within one and the limit', () => {
    const demands = fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { maxLength: 200 });
    fc.assert(
      fc.property(demands, fc.integer({ min: 1, max: 8 }), (seconds, most) => {
        for (const wanted of live(seconds, { most }).wanted) {
          expect(wanted).toBeGreaterThanOrEqual(1);
          expect(wanted).toBeLessThanOrEqual(most);
        }
      }),
    );
  });
});
