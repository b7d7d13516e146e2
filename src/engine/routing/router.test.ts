import { describe, expect, test } from 'vitest';
import { NearsideError } from '../../core/errors.ts';
import type { RouteReason } from '../../core/protocol/inference.ts';
import { defaultSettings, type RoutingMode } from '../../core/settings/settingsValue.ts';
import type { RemoteBehaviour } from '../testing/fakeNetwork.ts';
import { startRouted, wayOf, type RoutedWorld } from '../testing/startRouted.ts';
import type { TestPage } from '../testing/startTestEngine.ts';

describe('a mode', () => {
  test.each<[RoutingMode, string]>([
    ['local-only', 'local mode'],
    ['prefer-local', 'local mode'],
    ['prefer-remote', 'remote mode'],
    ['remote-only', 'remote mode'],
    ['fastest', 'local faster'],
  ])('%s answers a first request: %s', async (mode, way) => {
    const { ask } = await startRouted({ mode });
    expect(wayOf(await ask())).toBe(way);
  });

  test.each<[RoutingMode, string]>([
    ['local-only', 'local mode'],
    ['prefer-local', 'local mode'],
    ['prefer-remote', 'local no-consent'],
    ['remote-only', 'consent'],
    ['fastest', 'local no-consent'],
  ])('%s sends nothing without consent: %s', async (mode, way) => {
    const { ask, network } = await startRouted({ mode, remoteConsent: false });
    expect(wayOf(await ask())).toBe(way);
    expect(wayOf(await ask({ route: 'remote' }))).toBe('consent');
    expect([network.calls.length, network.described]).toEqual([0, 0]);
  });

  test('of a model goes before that of all', async () => {
    const { ask } = await startRouted({ mode: 'prefer-remote', modes: { wide: 'local-only' } });
    expect(wayOf(await ask())).toBe('local mode');
  });

  test('is overridden by the route of a request', async () => {
    const { ask } = await startRouted({ mode: 'remote-only' });
    expect(wayOf(await ask({ route: 'local' }))).toBe('local mode');
  });

  test('fastest takes the endpoint while it is quicker, and comes back when it is not', async () => {
    const world = await startRouted({ mode: 'fastest' });
    world.network.ms = 1;
    const ways: string[] = [];
    for (let round = 0; round < 6; round += 1) ways.push(wayOf(await world.ask()));
    expect(ways.slice(1)).toEqual(Array.from({ length: 5 }, () => 'remote faster'));
    world.network.ms = 40;
    for (let round = 0; round < 4; round += 1) await world.ask();
    expect(wayOf(await world.ask())).toBe('local faster');
  });
});

describe('a failing endpoint', () => {
  test.each<[string, RemoteBehaviour, RouteReason, string]>([
    ['503', { kind: 'status', status: 503 }, 'remote-error', 'remote'],
    ['500', { kind: 'status', status: 500 }, 'remote-error', 'remote'],
    ['400', { kind: 'status', status: 400 }, 'remote-error', 'bad-input'],
    ['404', { kind: 'status', status: 404 }, 'model-missing', 'not-found'],
    ['501', { kind: 'status', status: 501 }, 'unsupported', 'unsupported'],
    ['cut', { kind: 'broken' }, 'remote-error', 'remote'],
    ['reset', { kind: 'unreachable' }, 'remote-error', 'remote'],
    ['hang', 'hang', 'remote-timeout', 'remote'],
    ['wrong shapes', 'wrong shapes', 'remote-error', 'remote'],
  ])('%s: the device answers, or the request rejects', async (_, behaviour, reason, code) => {
    const world = await startRouted({ mode: 'prefer-remote' });
    world.network.behaviour = behaviour;
    expect(wayOf(await world.ask())).toBe(`local ${reason}`);
    await world.page.control.updateSettings({ mode: 'remote-only' });
    expect(wayOf(await world.ask())).toBe(code);
    expect(wayOf(await world.ask({ route: 'remote' }))).toBe(code);
  });

  test('leaves time for a run here', async () => {
    const world = await startRouted({ mode: 'prefer-remote' });
    for (let round = 0; round < 5; round += 1) await world.ask({ route: 'local' });
    world.network.behaviour = 'hang';
    expect(wayOf(await world.ask({ deadlineMs: 100 }))).toBe('local remote-timeout');
    // What was measured lately is refused here where it is predicted to come late.
    world.page.infer('wide', [[1, 0, 0]], { route: 'local' });
    await world.clock.advance(10);
    const id = world.page.infer('wide', [[2, 0, 0]], { deadlineMs: 400 });
    await world.clock.advance(500);
    expect(wayOf(world.page.answers.get(id)![0]!)).toBe('local remote-timeout');
    expect(wayOf(await world.ask({ deadlineMs: 100, route: 'remote' }))).toBe('deadline');
  });

  test('is left alone while the breaker is open, and asked again by one probe', async () => {
    const world = await startRouted({ mode: 'prefer-remote' });
    const { page, clock, network } = world;
    network.behaviour = { kind: 'status', status: 500 };
    const quick = async (): Promise<string> => {
      const id = page.infer('wide', [[1, 0, 0]]);
      await clock.advance(40);
      return wayOf(page.answers.get(id)![0]!);
    };
    for (let round = 0; round < 5; round += 1) expect(await quick()).toBe('local remote-error');
    expect(await quick()).toBe('local breaker-open');
    expect(network.calls.length).toBe(5);
    const status = await page.control.routingStatus();
    expect(status.models['wide']!.breaker).toMatchObject({ state: 'open', calls: 5, failures: 5 });
    network.behaviour = 'well';
    await clock.advance(6000);
    expect([await quick(), await quick()]).toEqual(['remote mode', 'remote mode']);
  });

  test('that asked to be left alone is, and a request that has nowhere else to go waits', async () => {
    const world = await startRouted({ mode: 'remote-only' });
    for (let round = 0; round < 10; round += 1) await world.ask();
    world.network.behaviour = { kind: 'status', status: 503, retryAfterMs: 2000 };
    const id = world.page.infer('wide', [[1, 0, 0]]);
    await world.clock.advance(20);
    world.network.behaviour = 'well';
    await world.clock.advance(1900);
    expect(world.page.answers.get(id)).toBeUndefined();
    expect(world.network.calls.length).toBe(11);
    await world.clock.advance(200);
    expect(wayOf(world.page.answers.get(id)![0]!)).toBe('remote mode');
  });

  test('is not called while the device is offline', async () => {
    const world = await startRouted({ mode: 'prefer-remote' });
    world.network.isUp = false;
    world.network.behaviour = { kind: 'unreachable' };
    for (let round = 0; round < 8; round += 1) expect(wayOf(await world.ask())).toBe('local offline');
    const { models } = await world.page.control.routingStatus();
    expect(models['wide']!.breaker.state).toBe('closed');
  });

  test('with another model than here is not asked', async () => {
    const world = await startRouted({ mode: 'prefer-remote' }, { isLoaded: false });
    world.network.describe = () => ({
      versions: ['1'],
      inputs: [{ name: 'x', datatype: 'INT64', shape: [-1, -1] }],
      outputs: [],
    });
    expect(wayOf(await world.ask())).toBe('local unsupported');
    const refused = await world.ask({ route: 'remote' });
    expect(refused.error).toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/FP32 \[-1, -1\].*INT64 \[-1, -1\]/) as string,
    });
    expect(world.network.calls).toEqual([]);
  });
});

describe('the endpoint answers', () => {
  test('without the model being loaded here', async () => {
    const world = await startRouted({ mode: 'prefer-remote' }, { isLoaded: false, model: 'linear' });
    world.network.describe = () => ({
      versions: [],
      inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, -1] }],
      outputs: [{ name: 'z', datatype: 'INT32', shape: [-1, 1] }],
    });
    expect(wayOf(await world.ask({ route: 'remote' }))).toBe('remote asked');
    expect(world.factory.instances).toEqual([]);
  });

  test('what waited for a connection, by the names that it was prepared with', async () => {
    const world = await startRouted({ mode: 'remote-only' }, { isLoaded: false, model: 'linear' });
    const { page, clock, network } = world;
    // In another order than a session here has them.
    network.describe = () => ({
      versions: [],
      inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, -1] }],
      outputs: [
        { name: 'z', datatype: 'INT32', shape: [-1, 1] },
        { name: 'y', datatype: 'FP32', shape: [-1, 2] },
      ],
    });
    network.ms = 200;
    const ids = Array.from({ length: 12 }, (_, index) => page.infer('linear', [[index, 0, 0]]));
    await clock.advance(10);
    void page.control.loadModel('linear');
    for (let round = 0; round < 10; round += 1) await clock.advance(200);
    expect(network.calls.length).toBe(12);
    for (const [index, id] of ids.entries())
      expect(page.answers.get(id)![0]!.outputs).toMatchObject({
        z: { datatype: 'INT32', data: Int32Array.of(index) },
        y: { datatype: 'FP32', data: Float32Array.of(2 * index, 3) },
      });
  });

  test('a model that cannot be loaded here', async () => {
    const world = await startRouted({ mode: 'prefer-local' }, { isLoaded: false });
    world.factory.outcomes.push(new NearsideError('model-load', 'no'), new NearsideError('model-load', 'no'));
    expect(wayOf(await world.ask())).toBe('remote model-missing');
  });

  test('a model that is not here at all', async () => {
    const world = await startRouted({ mode: 'prefer-local' }, { isLoaded: false });
    world.network.describe = () => ({
      versions: [],
      inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, -1] }],
      outputs: [{ name: 'z', datatype: 'INT32', shape: [-1, 1] }],
    });
    expect(wayOf(await world.ask({}, 'elsewhere'))).toBe('remote model-missing');
  });

  test('what the queue here refuses', async () => {
    const world = await startRouted({ mode: 'prefer-local', instances: 1 }, { model: 'linear' });
    world.network.ms = 5;
    await world.ask();
    const ids = Array.from({ length: 60 }, (_, index) =>
      world.page.infer('linear', [[index, 0, 0]], { deadlineMs: 60 }),
    );
    await world.clock.advance(100);
    const ways = ids.map((id) => wayOf(world.page.answers.get(id)![0]!));
    expect(ways.filter((way) => way === 'local mode').length).toBeGreaterThan(5);
    expect(ways.filter((way) => way === 'remote queue-full').length).toBeGreaterThan(20);
  });

  test('what a lost worker was running', async () => {
    const world = await startRouted({ mode: 'prefer-local', instances: 1 });
    world.factory.loadMs = 5000;
    const id = world.page.infer('wide', [[3, 0, 0]]);
    await world.clock.advance(1);
    world.factory.living[0]!.lose('killed');
    await world.clock.advance(15);
    expect(wayOf(world.page.answers.get(id)![0]!)).toBe('remote worker-lost');
    expect(wayOf(await world.ask())).toBe('remote worker-lost');
  });

  test('a run here that takes longer than most, within the budget', async () => {
    const world = await startRouted({ mode: 'prefer-local', instances: 1 });
    for (let round = 0; round < 60; round += 1) await world.ask();
    const id = world.page.infer('wide', [[4, -2, 0]]);
    await world.clock.advance(100);
    expect(wayOf(world.page.answers.get(id)![0]!)).toBe('remote faster');
    const { models } = await world.page.control.routingStatus();
    expect(models['wide']!.hedges).toMatchObject({ started: 1, won: 1 });
  });
});

test('consent taken back aborts what is under way, and nothing more is sent', async () => {
  const world = await startRouted({ mode: 'prefer-remote' });
  await world.ask();
  world.network.behaviour = 'hang';
  const open = world.page.infer('wide', [[1, 0, 0]]);
  const only = world.page.infer('wide', [[2, 0, 0]], { route: 'remote' });
  await world.clock.advance(5);
  const sent = world.network.calls.length;
  await world.page.control.updateSettings({ remoteConsent: false });
  await world.clock.advance(50);
  expect(world.network.aborted).toBe(2);
  expect(wayOf(world.page.answers.get(open)![0]!)).toBe('local no-consent');
  expect(wayOf(world.page.answers.get(only)![0]!)).toBe('consent');
  expect(wayOf(await world.ask())).toBe('local no-consent');
  expect(world.network.calls.length).toBe(sent);
});

test('rows that wait for a connection share a call, and each gets its own', async () => {
  const world = await startRouted({ mode: 'remote-only' });
  world.network.maxBatch = 8;
  await world.ask();
  for (let index = 0; index < 4; index += 1) world.page.infer('wide', [[index, 0, 0]]);
  await world.clock.advance(200);
  expect(world.network.calls.map(({ inputs }) => inputs['x']!.shape[0])).toEqual([1, 1, 1, 1, 1]);
  world.network.calls.length = 0;
  const ids = Array.from({ length: 30 }, (_, index) => world.page.infer('wide', [[index, 0, 0]]));
  await world.clock.advance(200);
  for (const [index, id] of ids.entries())
    expect(world.page.answers.get(id)![0]!.outputs!['z']!.data).toEqual(Int32Array.of(index));
  expect(world.network.calls.length).toBeLessThan(12);
  const sizes = world.network.calls.map(({ inputs }) => inputs['x']!.shape[0]!);
  expect(Math.max(...sizes)).toBe(8);
});

describe('cached results', () => {
  const cached = { ...defaultSettings.cache, models: { wide: 'on' } } as const;

  async function askSame(world: RoutedWorld, options?: Parameters<TestPage['infer']>[2]): Promise<string> {
    const id = world.page.infer('wide', [[9, 0, 0]], options);
    await world.clock.advance(500);
    return wayOf(world.page.answers.get(id)![0]!).trim();
  }

  test('serve requests of their own side alone', async () => {
    const world = await startRouted({ mode: 'prefer-remote', cache: cached });
    expect(await askSame(world)).toBe('remote mode');
    expect(await askSame(world)).toBe('memory');
    expect(await askSame(world, { route: 'local' })).toBe('local mode');
    expect(await askSame(world, { route: 'remote' })).toBe('memory');
    const { answers } = world.page;
    const variants = [...answers.values()].map(([answer]) => answer?.trace?.variant);
    expect(variants).toEqual(['remote', 'remote', 'fp32', 'remote']);
  });

  test('of another version than asked for are not kept', async () => {
    const world = await startRouted({ mode: 'remote-only', cache: cached });
    world.network.version = '2';
    expect(await askSame(world)).toBe('remote mode');
    expect(await askSame(world)).toBe('remote mode');
  });
});
