import { describe, expect, test } from 'vitest';
import { encodeError, NearsideError } from '../../core/errors.ts';
import type { InferRequest } from '../../core/protocol/inference.ts';
import type { Tensor } from '../../core/protocol/tensor.ts';
import type { OutgoingRequest } from '../../core/routing/outgoingRequest.ts';
import { defaultSettings, type RoutingMode } from '../../core/settings/settingsValue.ts';
import { startRouted, wayOf, type RoutedWorld } from '../testing/startRouted.ts';
import type { Judge, TestPage } from '../testing/startTestEngine.ts';

const cached = { ...defaultSettings.cache, models: { wide: 'on' } } as const;

const asItIs: Judge = ({ inputs, parameters }) => ({ kind: 'send', inputs, parameters });
/** Numbers leave with another sign. */
const negate: Judge = ({ inputs: { x } }) => ({
  kind: 'send',
  inputs: { x: { ...x!, data: (x!.data as Float32Array).map((value) => -value) } },
  parameters: undefined,
});
const refuse: Judge = () => ({ kind: 'refused', error: encodeError(new NearsideError('consent', 'no')) });
const never: Judge = () => undefined;
const garble: Judge = () => ({
  kind: 'send',
  inputs: { x: { datatype: 'FP32', shape: [3], data: new Float32Array(3) } },
  parameters: undefined,
});

/** The first numbers of all rows that left. */
function leftIn(calls: readonly InferRequest[]): readonly number[] {
  return calls.flatMap(({ inputs }) => {
    const { shape, data } = inputs['x'] as Tensor;
    const [rows = 0, width = 0] = shape;
    return Array.from({ length: rows }, (_, row) => (data as Float32Array)[row * width]!);
  });
}

async function wait(world: RoutedWorld, ms = 60_000): Promise<void> {
  for (const part of [0, 0, 10, 20, 50, ms]) await world.clock.advance(part);
}

function answerOf(page: TestPage, id: number): { readonly way: string; readonly z: number | undefined } {
  const [answer, ...more] = page.answers.get(id) ?? [];
  expect(more).toEqual([]);
  return { way: wayOf(answer!).trim(), z: (answer!.outputs?.['z']?.data as Int32Array | undefined)?.[0] };
}

describe('before a request leaves, its page', () => {
  test('sees where it goes and what would be sent', async () => {
    const seen: OutgoingRequest[] = [];
    const judge: Judge = (request) => {
      seen.push(request);
      return asItIs(request);
    };
    const { ask } = await startRouted({ mode: 'remote-only' }, { judge });
    expect(wayOf(await ask())).toBe('remote mode');
    expect(seen).toEqual([
      {
        url: 'https://there.test',
        host: 'there.test',
        model: 'wide',
        inputs: { x: { datatype: 'FP32', shape: [1, 3], data: Float32Array.of(2, 0, 0) } },
      },
    ]);
  });

  test('changes what is sent, and gets the answer to that', async () => {
    const world = await startRouted({ mode: 'remote-only' }, { judge: negate });
    const id = world.page.infer('wide', [
      [7, 0, 0],
      [8, 0, 0],
    ]);
    await wait(world);
    expect(leftIn(world.network.calls)).toEqual([-7, -8]);
    expect(answerOf(world.page, id)).toEqual({ way: 'remote mode', z: -7 });
  });

  test('is asked once for a request that is tried again', async () => {
    let asked = 0;
    const judge: Judge = (request) => {
      asked += 1;
      return negate(request);
    };
    const world = await startRouted({ mode: 'remote-only' }, { judge });
    for (let value = 1; value <= 10; value += 1) world.page.infer('wide', [[value, 0, 0]]);
    await wait(world);
    asked = 0;
    world.network.behaviour = { kind: 'status', status: 503 };
    const id = world.page.infer('wide', [[30, 0, 0]]);
    await world.clock.advance(15);
    world.network.behaviour = 'well';
    await wait(world);
    expect(answerOf(world.page, id).z).toBe(-30);
    expect([asked, leftIn(world.network.calls).filter((value) => value === -30).length]).toEqual([1, 2]);
  });

  test('is not asked about what is answered here', async () => {
    const judge: Judge = () => {
      throw new Error('asked');
    };
    const { ask } = await startRouted({ mode: 'prefer-local' }, { judge });
    expect(wayOf(await ask())).toBe('local mode');
    expect(wayOf(await ask({ route: 'local' }))).toBe('local mode');
  });
});

describe('nothing leaves', () => {
  const modes: readonly (readonly [RoutingMode, 'auto' | 'remote', string])[] = [
    ['prefer-remote', 'auto', 'local no-consent'],
    ['fastest', 'auto', 'local faster'],
    ['remote-only', 'auto', 'consent'],
    ['local-only', 'remote', 'consent'],
  ];
  const judges = { refuse, never };
  const cases = Object.entries(judges).flatMap(([name, judge]) =>
    modes.map(([mode, route, way]) => [name, mode, route, way, judge] as const),
  );
  test.each(cases)('when the page does %s: %s, route %s: %s', async (_, mode, route, way, judge) => {
    const { ask, network } = await startRouted({ mode }, { judge });
    expect(wayOf(await ask({ route }))).toBe(way);
    expect(network.calls).toEqual([]);
  });

  test.each<[RoutingMode, string]>([
    ['prefer-remote', 'local no-consent'],
    ['remote-only', 'bad-input'],
  ])('of tensors that the model does not take: %s, %s', async (mode, way) => {
    const { ask, network } = await startRouted({ mode }, { judge: garble });
    expect(wayOf(await ask())).toBe(way);
    expect(network.calls).toEqual([]);
  });

  test('for a worker that was lost, where the page refuses', async () => {
    const world = await startRouted({ mode: 'prefer-local', instances: 1 }, { judge: refuse });
    world.factory.loadMs = 5000;
    const id = world.page.infer('wide', [[3, 0, 0]]);
    await world.clock.advance(1);
    world.factory.living[0]!.lose('killed');
    await wait(world);
    expect(answerOf(world.page, id)).toEqual({ way: 'local mode', z: 3 });
    expect(world.network.calls).toEqual([]);
  });

  test('of a page that is gone, or whose answer comes too late', async () => {
    const seen: OutgoingRequest[] = [];
    const judge: Judge = (request) => {
      seen.push(request);
      return undefined;
    };
    const world = await startRouted({ mode: 'remote-only' }, { judge });
    const only = world.page.infer('wide', [[3, 0, 0]]);
    await wait(world);
    expect(answerOf(world.page, only).way).toBe('consent');
    world.page.session.receive({ kind: 'screened', id: 1, verdict: asItIs(seen[0]!)! });
    world.page.infer('wide', [[4, 0, 0]]);
    await world.clock.advance(5);
    world.page.close();
    await wait(world);
    expect([seen.length, world.network.calls]).toEqual([2, []]);
  });

  test('when the consent is taken back, or the caller gives up, while the page thinks', async () => {
    let answer: (() => void) | undefined;
    const worlds: RoutedWorld[] = [];
    let asked = 0;
    const judge: Judge = (request) => {
      asked += 1;
      const id = asked;
      answer = () => {
        const verdict = asItIs(request);
        if (verdict !== undefined) worlds[0]?.page.session.receive({ kind: 'screened', id, verdict });
      };
      return undefined;
    };
    const world = await startRouted({ mode: 'remote-only' }, { judge });
    worlds.push(world);
    const given = world.page.infer('wide', [[3, 0, 0]]);
    await world.clock.advance(5);
    world.page.session.receive({ kind: 'cancel', ids: [given] });
    answer?.();
    await wait(world, 100);
    const id = world.page.infer('wide', [[4, 0, 0]]);
    await world.clock.advance(5);
    await world.page.control.updateSettings({ remoteConsent: false });
    await world.page.control.updateSettings({ remoteConsent: true });
    answer?.();
    await wait(world);
    expect(asked).toBe(2);
    expect(answerOf(world.page, id).way).toBe('consent');
    expect(world.network.calls).toEqual([]);
  });
});

describe('a page that never answers', () => {
  test('holds a request up for ten seconds, and leaves a deadline time for a run here', async () => {
    const world = await startRouted({ mode: 'prefer-remote' }, { judge: never });
    const patient = world.page.infer('wide', [[1, 0, 0]]);
    const late = world.page.infer('wide', [[2, 0, 0]], { deadlineMs: 200 });
    const only = world.page.infer('wide', [[3, 0, 0]], { deadlineMs: 200, route: 'remote' });
    await world.clock.advance(250);
    expect(answerOf(world.page, late)).toEqual({ way: 'local no-consent', z: 2 });
    expect(answerOf(world.page, only).way).toBe('deadline');
    await world.clock.advance(9700);
    expect(world.page.answers.get(patient)).toBeUndefined();
    await world.clock.advance(200);
    expect(answerOf(world.page, patient)).toEqual({ way: 'local no-consent', z: 1 });
  });
});

test('rows that share a call are each shown to their own page', async () => {
  const world = await startRouted({ mode: 'remote-only' }, { judge: negate });
  world.network.maxBatch = 8;
  const plain = world.connect();
  await world.ask({ route: 'local' });
  const pages = Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? world.page : plain));
  const ids = pages.map((page, index) => page.infer('wide', [[index + 100, 0, 0]]));
  await wait(world);
  expect(Math.max(...world.network.calls.map(({ inputs }) => inputs['x']!.shape[0]!))).toBeGreaterThan(1);
  const values = pages.map((page, index) => (page === plain ? index + 100 : -(index + 100)));
  expect(leftIn(world.network.calls).toSorted((a, b) => a - b)).toEqual(values.toSorted((a, b) => a - b));
  for (const [index, page] of pages.entries())
    expect(answerOf(page, ids[index]!)).toEqual({ way: 'remote mode', z: values[index] });
});

describe('results', () => {
  async function askSame(world: RoutedWorld, page: TestPage): Promise<readonly [string, number | undefined]> {
    const id = page.infer('wide', [[9, 0, 0]]);
    await wait(world, 500);
    const { way, z } = answerOf(page, id);
    return [way, z];
  }

  test('of changed inputs are kept for nobody; those of the same inputs are', async () => {
    const world = await startRouted({ mode: 'remote-only', cache: cached }, { judge: negate });
    expect(await askSame(world, world.page)).toEqual(['remote mode', -9]);
    expect(await askSame(world, world.page)).toEqual(['remote mode', -9]);
    const seeing = world.connect(asItIs);
    expect(await askSame(world, seeing)).toEqual(['remote mode', 9]);
    expect(await askSame(world, seeing)).toEqual(['memory', 9]);
    expect(await askSame(world, world.page)).toEqual(['memory', 9]);
  });

  test('are shared by requests of one page, never with those of another', async () => {
    const world = await startRouted({ mode: 'remote-only', cache: cached }, { judge: negate });
    const plain = world.connect();
    const pages = [plain, world.page, world.page, plain, world.connect(refuse)];
    const ids = pages.map((page) => page.infer('wide', [[5, 0, 0]]));
    await wait(world);
    expect(pages.map((page, index) => answerOf(page, ids[index]!))).toEqual([
      { way: 'remote mode', z: 5 },
      { way: 'remote mode', z: -5 },
      { way: 'joined', z: -5 },
      { way: 'joined', z: 5 },
      { way: 'consent', z: undefined },
    ]);
    expect(leftIn(world.network.calls)).toEqual([5, -5]);
  });
});
