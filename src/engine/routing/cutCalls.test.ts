import { describe, expect, test } from 'vitest';
import { startRouted, wayOf, type RoutedWorld } from '../testing/startRouted.ts';
import type { SeenAnswer } from '../testing/startTestEngine.ts';

const values = Array.from({ length: 20 }, (_, index) => index + 1);

async function startCapped(mode: 'remote-only' | 'prefer-remote' = 'remote-only'): Promise<RoutedWorld> {
  const world = await startRouted({ mode });
  world.network.maxBatch = 8;
  await world.ask();
  world.network.calls.length = 0;
  return world;
}

async function askAll(world: RoutedWorld, rows = values): Promise<SeenAnswer> {
  const id = world.page.infer(
    'wide',
    rows.map((value) => [value, 0, 0]),
  );
  for (const ms of [0, 0, 20, 20, 20, 400]) await world.clock.advance(ms);
  const answers = world.page.answers.get(id) ?? [];
  expect(answers.length).toBe(1);
  return answers[0]!;
}

const sizesOf = ({ network }: RoutedWorld): readonly number[] =>
  network.calls.map(({ inputs }) => inputs['x']!.shape[0]!);

describe('a request of more rows than the endpoint takes', () => {
  test('goes in several calls and comes back in order', async () => {
    const world = await startCapped();
    const { outputs, trace } = await askAll(world);
    expect(sizesOf(world)).toEqual([8, 8, 4]);
    expect(outputs!['z']).toMatchObject({ shape: [20, 1], data: Int32Array.from(values) });
    expect(outputs!['y']!.shape).toEqual([20, 2]);
    expect(trace).toMatchObject({ source: 'remote', batchSize: 8 });
    const status = (await world.page.control.routingStatus()).models['wide']!;
    expect([status.calls, status.requests]).toEqual([4, 2]);
  });

  test('of as many parts as there are connections takes turns', async () => {
    const world = await startCapped();
    const rows = Array.from({ length: 100 }, (_, index) => index);
    const { outputs } = await askAll(world, rows);
    expect(outputs!['z']!.data).toEqual(Int32Array.from(rows));
    expect(sizesOf(world).reduce((sum, size) => sum + size, 0)).toBe(100);
  });

  test('fails once when a part fails, and the other parts are ended', async () => {
    const world = await startCapped();
    const id = world.page.infer(
      'wide',
      values.map((value) => [value, 0, 0]),
    );
    world.network.behaviour = 'hang';
    await world.clock.advance(0);
    expect(world.network.calls.length).toBe(3);
    world.network.behaviour = { kind: 'status', status: 404 };
    const other = world.page.infer('wide', [[1, 0, 0]]);
    await world.clock.advance(20);
    expect(wayOf(world.page.answers.get(other)![0]!)).toBe('not-found');
    world.page.session.receive({ kind: 'cancel', ids: [id] });
    await world.clock.advance(20);
    expect(world.network.aborted).toBe(3);

    world.network.behaviour = 'well';
    await world.clock.advance(5000);
    world.network.failCall = 1;
    expect(wayOf(await askAll(world))).toBe('bad-input');
    const { inFlight, waiting } = (await world.page.control.routingStatus()).models['wide']!;
    expect([inFlight, waiting]).toEqual([0, 0]);
  });

  test('is answered here when a part fails and this side may answer', async () => {
    const world = await startCapped('prefer-remote');
    world.network.failCall = 2;
    const answer = await askAll(world);
    expect(wayOf(answer)).toBe('local remote-error');
    expect(answer.outputs!['z']!.data).toEqual(Int32Array.from(values));
  });

  test('of which a part was answered by another version is refused', async () => {
    const world = await startCapped();
    world.network.onCall = () => {
      world.network.version = String(world.network.calls.length);
    };
    expect(wayOf(await askAll(world))).toBe('remote');
  });

  test('is sent whole to an endpoint that names no cap', async () => {
    const world = await startRouted({ mode: 'remote-only' });
    world.network.maxBatch = 0;
    expect(wayOf(await askAll(world))).toBe('remote mode');
    expect(sizesOf(world)).toEqual([20]);
  });
});
