import { describe, expect, test } from 'vitest';
import { NearsideError } from '../core/errors.ts';
import { versionMark } from './testing/fakeInstances.ts';
import { settleMicrotasks } from './testing/settleMicrotasks.ts';
import { startTestEngine } from './testing/startTestEngine.ts';

const loaded = { name: 'wide', state: 'ready', maxBatch: 8, batching: 'independent', backend: 'wasm' };

describe('loading', () => {
  test('concurrent loads and requests share one', async () => {
    const { clock, factory, reads, connect } = startTestEngine();
    const page = connect();
    const loads = Promise.all([page.control.loadModel('wide'), page.control.loadModel('wide', '1')]);
    const id = page.infer('wide', [[5, 0]]);
    await clock.advance(100);
    expect(await loads).toMatchObject([loaded, loaded]);
    expect(factory.instances).toHaveLength(1);
    expect(reads.filter((path) => path === 'wide/model.json')).toHaveLength(1);
    expect(page.answers.get(id)).toMatchObject(
      [{ scores: undefined, trace: { batchSize: 1 } }].map(() => ({})),
    );
  });

  test('forgives one death on the way', async () => {
    const { clock, factory, connect } = startTestEngine();
    factory.outcomes.push('death');
    const loading = connect().control.loadModel('wide');
    await clock.advance(100);
    expect(await loading).toMatchObject(loaded);
    expect(factory.living).toHaveLength(1);
  });

  test('gives up after a second death and leaves no worker behind', async () => {
    const { clock, factory, connect } = startTestEngine();
    factory.outcomes.push('death', 'death');
    const page = connect();
    const outcome = page.control.loadModel('wide').catch((error: unknown) => error);
    await clock.advance(100);
    expect(await outcome).toMatchObject({ code: 'worker-lost' });
    expect(factory.living).toEqual([]);
    expect((await page.control.listModels())[0]).toMatchObject({
      state: 'failed',
      error: { code: 'worker-lost' },
    });
  });

  test('a failure is told to requests at once and forgotten by the next load', async () => {
    const { clock, factory, connect } = startTestEngine();
    factory.outcomes.push(new NearsideError('integrity', 'wrong bytes'));
    const page = connect();
    const first = page.infer('wide', [[1, 0]]);
    await clock.advance(100);
    const second = page.infer('wide', [[2, 0]]);
    await settleMicrotasks();
    expect(page.answers.get(first)).toMatchObject([{ error: { code: 'integrity' } }]);
    expect(page.answers.get(second)).toMatchObject([{ error: { code: 'integrity' } }]);
    const again = page.control.loadModel('wide');
    await clock.advance(100);
    expect(await again).toMatchObject(loaded);
  });

  test('an unknown model and an unknown version are not found', async () => {
    const { clock, connect } = startTestEngine();
    const page = connect();
    await expect(page.control.loadModel('other')).rejects.toMatchObject({ code: 'not-found' });
    await expect(page.control.loadModel('wide', '7')).rejects.toMatchObject({ code: 'not-found' });
    const ids = [page.infer('other', [[1, 0]]), page.infer('wide', [[1, 0]], { version: '7' })];
    await clock.advance(100);
    for (const id of ids) expect(page.answers.get(id)).toMatchObject([{ error: { code: 'not-found' } }]);
    expect(page.control.snapshot().total.errors).toEqual({ 'not-found': 2 });
  });
});

describe('unloading', () => {
  test('rejects what runs, waits and is still prepared with closed; the next request loads again', async () => {
    const { clock, factory, connect } = startTestEngine();
    const page = connect();
    void page.control.loadModel('wide');
    await clock.advance(100);
    const ids = Array.from({ length: 30 }, (_, index) => page.infer('wide', [[index, 0]]));
    page.session.receive({
      kind: 'requests',
      requestStartAt: clock.now(),
      parcels: [{ kind: 'value', firstId: 1000, options: {}, model: 'wide', values: [[1, 2]] }],
    });
    await page.control.unloadModel('wide');
    await clock.advance(1000);
    for (const id of [...ids, 1000])
      expect(page.answers.get(id)).toMatchObject([{ error: { code: 'closed' } }]);
    expect(factory.living).toEqual([]);
    expect(page.control.snapshot().total).toMatchObject({ queueDepth: 0, inFlight: 0 });

    const next = page.infer('wide', [[4, 0]]);
    await clock.advance(100);
    expect(page.answers.get(next)).toMatchObject([{ trace: { version: '1' } }]);
    expect(factory.living).toHaveLength(1);
  });

  test('while a load is on its way rejects the load and what waits for it with closed', async () => {
    const { clock, factory, connect } = startTestEngine();
    const page = connect();
    const loading = page.control.loadModel('wide').catch((error: unknown) => error);
    const id = page.infer('wide', [[1, 0]]);
    await clock.advance(5);
    await page.control.unloadModel('wide');
    await clock.advance(100);
    expect(await loading).toMatchObject({ code: 'closed' });
    expect(page.answers.get(id)).toMatchObject([{ error: { code: 'closed' } }]);
    expect(factory.living).toEqual([]);
    expect((await page.control.listModels())[0]).toMatchObject({ name: 'wide', state: 'available' });
  });
});

describe('versions', () => {
  test('the highest serves by default, by number and not by text', async () => {
    const { clock, connect } = startTestEngine({ versions: ['2', '10', '9'] });
    const page = connect();
    const id = page.infer('wide', [[1, 0]]);
    await clock.advance(100);
    expect(page.answers.get(id)).toMatchObject([{ trace: { version: '10' } }]);
  });

  test('every request is answered by its version, when versions take turns', async () => {
    const { clock, factory, connect } = startTestEngine({ versions: ['1', '2'] });
    const page = connect();
    const asked = Array.from({ length: 8 }, (_, index) => {
      const version = String(1 + (index % 2));
      return { version, index, id: page.infer('wide', [[index, 0]], { version }) };
    });
    await clock.advance(1000);
    for (const { version, index, id } of asked) {
      const z = { data: Int32Array.of(index + versionMark(version)) };
      expect(page.answers.get(id)).toMatchObject([{ outputs: { z }, trace: { version } }]);
    }
    expect(factory.living).toHaveLength(2);
    expect(page.control.snapshot().total).toMatchObject({ queueDepth: 0, inFlight: 0 });
  });

  test('another version is loaded beside what serves, which ends its own work', async () => {
    const { clock, factory, connect } = startTestEngine({ versions: ['1', '2'] });
    const page = connect();
    void page.control.loadModel('linear', '1');
    await clock.advance(100);
    const before = Array.from({ length: 12 }, (_, index) => page.infer('linear', [[index, 0]]));
    factory.loadMs = 5;
    const loading = page.control.loadModel('linear', '2');
    await clock.advance(6);
    const during = page.infer('linear', [[50, 0]]);
    expect(await loading).toMatchObject({ state: 'ready', serving: '2' });
    const after = page.infer('linear', [[60, 0]]);
    await clock.advance(1000);
    const versionOf = (id: number): unknown => page.answers.get(id)?.map(({ trace }) => trace?.version);
    for (const id of before) expect(versionOf(id)).toEqual(['1']);
    expect([versionOf(during), versionOf(after)]).toEqual([['2'], ['2']]);
    expect(factory.living).toHaveLength(2);
  });

  test('a version that cannot be loaded leaves the other serving, and is told to who named it', async () => {
    const { clock, factory, connect } = startTestEngine({ versions: ['1', '2'] });
    const page = connect();
    void page.control.loadModel('wide', '1');
    await clock.advance(100);
    factory.outcomes.push(new NearsideError('integrity', 'wrong bytes'));
    const loading = page.control.loadModel('wide', '2').catch((error: unknown) => error);
    await clock.advance(100);
    expect(await loading).toMatchObject({ code: 'integrity' });
    const named = page.infer('wide', [[1, 0]], { version: '2' });
    const plain = page.infer('wide', [[1, 0]]);
    await clock.advance(1000);
    expect(page.answers.get(named)).toMatchObject([{ error: { code: 'integrity' } }]);
    expect(page.answers.get(plain)).toMatchObject([{ trace: { version: '1' } }]);
    expect((await page.control.listModels())[0]).toMatchObject({ state: 'ready', serving: '1' });
    expect(factory.living).toHaveLength(1);
  });

  test('of wishes for what shall serve the last one counts, whatever is ready first', async () => {
    const { clock, factory, connect } = startTestEngine({ versions: ['1', '2', '3'] });
    const page = connect();
    void page.control.loadModel('wide', '1');
    await clock.advance(100);
    factory.loadMs = 90;
    const slow = page.control.loadModel('wide', '2');
    await clock.advance(0);
    factory.loadMs = 10;
    const fast = page.control.loadModel('wide', '3');
    await clock.advance(200);
    await Promise.all([slow, fast]);
    expect((await page.control.listModels())[0]).toMatchObject({ serving: '3' });
  });

  test.each([
    ['well', '2 warm,1 serving'],
    ['badly', '2 failed,1 serving'],
  ])('pages are told when a load beside what serves ends %s', async (how, states) => {
    const { clock, factory, connect } = startTestEngine({ versions: ['1', '2'] });
    const page = connect();
    void page.control.loadModel('wide', '1');
    await clock.advance(100);
    if (how === 'badly') factory.outcomes.push(new NearsideError('integrity', 'wrong bytes'));
    page.infer('wide', [[1, 0]], { version: '2' });
    await clock.advance(1000);
    const told = page.messages.flatMap((message) => (message.kind === 'models' ? [message.models] : []));
    const seen = told.at(-1)?.[0]?.versionStates ?? [];
    expect(seen.map(({ version, state }) => `${version} ${state}`).join()).toBe(states);
  });

  test('what requests named and what served before stay warm, no more', async () => {
    const { clock, factory, connect } = startTestEngine({ versions: ['1', '2', '3', '4'] });
    const page = connect();
    for (const version of ['1', '2']) {
      void page.control.loadModel('wide', version);
      await clock.advance(100);
    }
    for (const version of ['3', '4']) {
      page.infer('wide', [[1, 0]], { version });
      await clock.advance(100);
    }
    expect(factory.living.map(({ spec }) => spec.file.url.at(-'N/model.onnx'.length))).toEqual([
      '1',
      '2',
      '4',
    ]);
  });
});

describe('settings', () => {
  test.each([
    ['more instances with fewer threads each', { instances: 2 }],
    ['another backend', { backend: 'webgpu' }],
  ])('%s start anew and lose no request', async (_, patch) => {
    const { clock, factory, connect } = startTestEngine();
    const page = connect();
    void page.control.loadModel('linear');
    await clock.advance(100);
    const ids = Array.from({ length: 12 }, (__, index) => page.infer('linear', [[index, 0]]));
    await clock.advance(1);
    void page.control.updateSettings(patch);
    await settleMicrotasks();
    page.session.receive({ kind: 'cancel', ids: [ids.pop()!] });
    await clock.advance(1000);
    for (const [index, id] of ids.entries()) {
      const z = { data: Int32Array.of(index) };
      expect(page.answers.get(id)).toMatchObject([{ outputs: { z } }]);
    }
    expect(page.answers.size).toBe(ids.length);
    expect(factory.living).toHaveLength('instances' in patch ? 2 : 1);
  });

  test('what serves goes on where a new start fails', async () => {
    const { clock, factory, connect } = startTestEngine();
    const page = connect();
    void page.control.loadModel('linear');
    await clock.advance(100);
    const id = page.infer('linear', [[1, 0]]);
    factory.outcomes.push(new NearsideError('unsupported', 'no such backend'));
    const update = page.control.updateSettings({ backend: 'webgpu' }).catch((error: unknown) => error);
    await clock.advance(1000);
    expect(await update).toMatchObject({ code: 'unsupported' });
    expect(page.answers.get(id)).toMatchObject([{ trace: { backend: 'wasm' } }]);
    expect((await page.control.listModels())[1]).toMatchObject({ name: 'linear', state: 'ready' });
    expect(factory.living).toHaveLength(1);
  });

  test('a request that met fewer instances and then one lost worker is still answered', async () => {
    const { clock, factory, connect } = startTestEngine({ stored: { instances: 3 } });
    const page = connect();
    void page.control.loadModel('pinned');
    await clock.advance(100);
    const ids = Array.from({ length: 6 }, (_, mark) =>
      page.infer('pinned', [
        [mark, 0, 7],
        [mark, 0, 7],
      ]),
    );
    void page.control.updateSettings({ instances: 2 });
    await settleMicrotasks();
    expect(factory.living).toHaveLength(2);
    for (const instance of factory.living) instance.lose('killed');
    await clock.advance(1000);
    for (const id of ids) expect(page.answers.get(id)).toMatchObject([{ trace: { source: 'local' } }]);
  });
});
