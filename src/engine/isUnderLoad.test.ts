import { expect, test } from 'vitest';
import type { FakeInstance } from './testing/fakeInstances.ts';
import { fakeReport } from './testing/fakeModels.ts';
import { startTestEngine, type TestEngine, type TestPage } from './testing/startTestEngine.ts';

async function startAsked({ isAsked }: { readonly isAsked: boolean }): Promise<
  TestEngine & {
    readonly page: TestPage;
    readonly last: () => FakeInstance['spec'];
  }
> {
  const engine = startTestEngine({ versions: ['1', '2', '3'] });
  const { clock, factory, connect } = engine;
  const page = connect();
  void page.control.loadModel('linear', '1');
  await clock.advance(100);
  for (let index = 0; isAsked && index < 10; index += 1) page.infer('linear', [[index, 0]]);
  await clock.advance(100);
  return { ...engine, page, last: () => factory.instances.at(-1)!.spec };
}

test.each([true, false])('what takes over rests while requests are answered: %s', async (isAsked) => {
  const { clock, page, factory, last } = await startAsked({ isAsked });
  expect(last()).not.toHaveProperty('prior');
  void page.control.loadModel('linear', '2');
  await clock.advance(100);
  expect(last()).toMatchObject({ givesWay: isAsked, prior: fakeReport('linear').costs });
  factory.living.at(-1)!.lose('died');
  await clock.advance(100);
  expect(last()).toMatchObject({ givesWay: false, proved: 'independent' });
});

test('load on one model is a reason for another to rest', async () => {
  const { clock, page, last } = await startAsked({ isAsked: true });
  void page.control.loadModel('wide', '1');
  await clock.advance(100);
  expect(last()).toMatchObject({ model: 'wide', givesWay: false });
  void page.control.loadModel('wide', '2');
  await clock.advance(100);
  expect(last()).toMatchObject({ model: 'wide', givesWay: true });
});

test('a version that a request waits for neither rests nor takes fewer times', async () => {
  const { clock, page, last } = await startAsked({ isAsked: true });
  page.infer('linear', [[1, 0]], { version: '3' });
  await clock.advance(100);
  expect(last()).toMatchObject({ givesWay: false });
  expect(last()).not.toHaveProperty('prior');
});

test('times on another backend say nothing', async () => {
  const { clock, page, last } = await startAsked({ isAsked: true });
  void page.control.updateSettings({ backend: 'webgpu' });
  await clock.advance(100);
  expect(last()).toMatchObject({ backend: 'webgpu', givesWay: true });
  expect(last()).not.toHaveProperty('prior');
});
