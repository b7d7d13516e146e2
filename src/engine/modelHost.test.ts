import { describe, expect, test } from 'vitest';
import { NearsideError } from '../core/errors.ts';
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

  test('every request is answered by its version or told why not, when versions take turns', async () => {
    const { clock, factory, connect } = startTestEngine({ versions: ['1', '2'] });
    const page = connect();
    const asked = Array.from({ length: 8 }, (_, index) => {
      const version = String(1 + (index % 2));
      return { version, id: page.infer('wide', [[index, 0]], { version }) };
    });
    await clock.advance(1000);
    for (const { version, id } of asked) {
      expect(page.answers.get(id)).toHaveLength(1);
      const [answer] = page.answers.get(id)!;
      if (answer?.error === undefined) expect(answer?.trace?.version).toBe(version);
      else expect(answer.error.code).toBe('closed');
    }
    expect(factory.living).toHaveLength(1);
    expect(page.control.snapshot().total).toMatchObject({ queueDepth: 0, inFlight: 0 });
  });

  test('a version that cannot be loaded does not leave requests behind', async () => {
    const { clock, factory, connect } = startTestEngine({ versions: ['1', '2'] });
    const page = connect();
    void page.control.loadModel('wide', '1');
    await clock.advance(100);
    factory.outcomes.push(new NearsideError('model-load', 'broken'));
    const loading = page.control.loadModel('wide', '2').catch((error: unknown) => error);
    await clock.advance(100);
    expect(await loading).toMatchObject({ code: 'model-load' });
    const id = page.infer('wide', [[1, 0]]);
    await clock.advance(1000);
    expect(page.answers.get(id)).toHaveLength(1);
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

  test('requests are told when the new start that they wait for fails', async () => {
    const { clock, factory, connect } = startTestEngine();
    const page = connect();
    void page.control.loadModel('linear');
    await clock.advance(100);
    const id = page.infer('linear', [[1, 0]]);
    factory.outcomes.push(new NearsideError('unsupported', 'no such backend'));
    const update = page.control.updateSettings({ backend: 'webgpu' }).catch((error: unknown) => error);
    await clock.advance(1000);
    expect(await update).toMatchObject({ code: 'unsupported' });
    expect(page.answers.get(id)).toMatchObject([{ error: { code: 'unsupported' } }]);
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
