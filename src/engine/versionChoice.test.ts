import { describe, expect, test } from 'vitest';
import { startTestEngine } from './testing/startTestEngine.ts';

describe('rolling back', () => {
  test('is at once while the version before is warm, and lasts until the other is named', async () => {
    const { clock, factory, connect } = startTestEngine({ versions: ['1', '2'] });
    const page = connect();
    await expect(page.control.rollBackModel('wide')).rejects.toMatchObject({ code: 'not-found' });
    for (const version of ['1', '2']) {
      void page.control.loadModel('wide', version);
      await clock.advance(100);
    }
    const status = await page.control.rollBackModel('wide');
    expect(status).toMatchObject({ serving: '1', previous: { version: '2', isWarm: true } });
    expect(status).not.toHaveProperty('offered');
    expect(factory.instances).toHaveLength(2);
    await page.control.unloadModel('wide');
    expect((await page.control.listModels())[0]).toMatchObject({ defaultVersion: '1' });
    const loading = page.control.loadModel('wide');
    await clock.advance(100);
    expect(await loading).toMatchObject({ serving: '1', defaultVersion: '1' });
    const named = page.control.loadModel('wide', '2');
    await clock.advance(100);
    expect(await named).toMatchObject({ serving: '2', defaultVersion: '2' });
  });
});

describe('a version policy in the settings', () => {
  test('narrows what may serve, and what it no longer allows gives way', async () => {
    const { clock, connect } = startTestEngine({ versions: ['1', '2', '3'] });
    const page = connect();
    void page.control.loadModel('wide');
    await clock.advance(100);
    const versions = { wide: { kind: 'specific', versions: ['1', '2'] } };
    void page.control.updateSettings({ versions });
    await clock.advance(100);
    expect((await page.control.listModels())[0]).toMatchObject({
      ...{ serving: '2', defaultVersion: '2', versions: ['2', '1'] },
      ...{ excluded: ['3'], versionPolicy: versions.wide },
    });
    const id = page.infer('wide', [[1, 0]], { version: '3' });
    await clock.advance(100);
    expect(page.answers.get(id)).toMatchObject([{ error: { code: 'not-found' } }]);
  });
});

describe('calibration', () => {
  test('is kept, explained, and told apart once the surroundings change', async () => {
    const { clock, factory, adapter, connect } = startTestEngine();
    const page = connect();
    void page.control.loadModel('wide');
    await clock.advance(100);
    expect(await page.control.readVerdict('wide')).toBeUndefined();
    const calibrating = page.control.calibrateModel('wide');
    await clock.advance(10_000);
    const calibration = await calibrating;
    expect(calibration).toMatchObject({ model: 'wide', version: '1', chosen: { backend: 'wasm' } });
    expect(calibration.candidates.map(({ backend, threads, ok }) => [backend, threads, ok])).toEqual([
      ['wasm', 2, true],
      ['wasm', 1, true],
      ['webgpu', 1, false],
    ]);
    expect(await page.control.readVerdict('wide')).toMatchObject({ changed: [], calibration });
    adapter.name = 'another';
    expect(await page.control.readVerdict('wide')).toMatchObject({ changed: ['the graphics adapter'] });
    await clock.advance(1000);
    expect(factory.living).toHaveLength(1);
  });
});
