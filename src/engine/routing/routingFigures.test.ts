import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/createRandom.ts';
import type { RoutedWorld } from '../testing/startRouted.ts';
import { startRouted, wayOf } from '../testing/startRouted.ts';

/** Runs take 3 ms a row here, and nothing is gained by batches. */
const model = 'linear';
const localMs = 3;
const sloMs = 100;
const seconds = 3;
const timeoutMs = 60_000;

async function startLimited(endpointMs: number): Promise<RoutedWorld> {
  const world = await startRouted({ mode: 'prefer-local', instances: 1 }, { model });
  world.network.maxBatch = 8;
  world.network.ms = endpointMs;
  return world;
}

/** Poisson arrivals at 1.35 times what the device can do: the shares answered in time, and by the endpoint. */
async function overload({ page, clock }: RoutedWorld): Promise<{ inTime: number; remote: number }> {
  const random = createRandom(7);
  const asked: { readonly id: number; readonly at: number }[] = [];
  const endAt = clock.now() + seconds * 1000;
  while (clock.now() < endAt) {
    await clock.advance((-Math.log(1 - random()) * localMs) / 1.35);
    const id = page.infer(model, [[asked.length, 0, 0]], { deadlineMs: sloMs });
    asked.push({ id, at: clock.now() });
  }
  for (const ms of [sloMs, sloMs]) await clock.advance(ms);
  const inTime = asked.flatMap(({ id, at }) => {
    const [answer] = page.answers.get(id) ?? [];
    return answer?.trace === undefined || answer.at - at > sloMs ? [] : [wayOf(answer)];
  });
  const remote = inTime.filter((way) => way.startsWith('remote'));
  return { inTime: inTime.length / asked.length, remote: remote.length / asked.length };
}

describe('at 1.35 times what the device can do, at least 99 % are answered in time', () => {
  test.each([
    [5, 0.3],
    [20, 0.45],
    [40, 0.6],
    [60, 0.7],
  ])(
    'with an endpoint that takes %i ms',
    async (endpointMs, mostRemote) => {
      const { inTime, remote } = await overload(await startLimited(endpointMs));
      expect(inTime).toBeGreaterThanOrEqual(0.99);
      expect(remote).toBeLessThanOrEqual(mostRemote);
    },
    timeoutMs,
  );

  test(
    'with runs that take longer than was measured, and now and then much longer',
    async () => {
      const world = await startLimited(20);
      const random = createRandom(11);
      world.factory.slowdown = () => (random() < 0.05 ? 2.5 : 1 + 0.5 * random());
      const { inTime, remote } = await overload(world);
      expect(inTime).toBeGreaterThanOrEqual(0.99);
      expect(remote).toBeLessThanOrEqual(0.75);
    },
    timeoutMs,
  );

  test(
    'with an endpoint that was too slow at first',
    async () => {
      const world = await startLimited(95);
      await overload(world);
      world.network.ms = 20;
      expect((await overload(world)).inTime).toBeGreaterThanOrEqual(0.99);
    },
    timeoutMs,
  );
});
