import { expect, test } from 'vitest';
import { startTestEngine } from './testing/startTestEngine.ts';

test('updates at the same time add to each other, in memory and in the store', async () => {
  const { connect, written } = startTestEngine();
  const { control } = connect();
  await Promise.all([
    control.updateSettings({ deadlineMs: 50 }),
    control.updateSettings({ batching: false }),
    control.updateSettings({ hedging: false }),
  ]);
  const expected = { deadlineMs: 50, batching: false, hedging: false };
  expect(await control.readSettings()).toMatchObject(expected);
  expect(written.at(-1)).toMatchObject(expected);
});

test('a refused patch leaves what comes with it', async () => {
  const { connect, written } = startTestEngine();
  const { control } = connect();
  const outcomes = await Promise.allSettled([
    control.updateSettings({ deadlineMs: 50 }),
    control.updateSettings({ instances: 99 }),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(written.at(-1)).toMatchObject({ deadlineMs: 50, instances: 'auto' });
});

test('statistics wait for the repository to be read', async () => {
  const { control } = startTestEngine().connect();
  const { model_stats: models } = await control.statistics();
  expect(models.length).toBeGreaterThan(0);
});

test('the stored deadline holds for what is asked before the settings are read', async () => {
  const { clock, connect } = startTestEngine({ stored: { deadlineMs: 15 } });
  const page = connect();
  const [id] = page.predict('wide', [[1, 2, 3]]);
  const other = page.infer('wide', [[1, 2, 3]], { deadlineMs: 5 });
  await clock.advance(5);
  expect(page.answers.get(other)).toMatchObject([{ error: { code: 'deadline' } }]);
  await clock.advance(10);
  expect(page.answers.get(id!)).toMatchObject([{ error: { code: 'deadline' } }]);
});
