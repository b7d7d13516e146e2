import { expect, test } from 'vitest';
import { poison } from './testing/fakeInstances.ts';
import { ample, model, startCached, valuesOf, type CachedWorld } from './testing/startCached.ts';

/** Two jobs, one running and a full one behind it, so that what comes then waits. */
async function keepBusy({ page, clock }: Pick<CachedWorld, 'page' | 'clock'>): Promise<readonly number[]> {
  const running = page.infer(model, [[10, 0]], { cache: 'bypass' });
  await clock.advance(0);
  const marks = [11, 12, 13, 14, 15, 16, 17, 18];
  const behind = marks.map((mark) => page.infer(model, [[mark, 0]], { cache: 'bypass' }));
  await clock.advance(0);
  return [running, ...behind];
}

test('identical requests in flight share one run', async () => {
  const { page, clock, answerOf, factory, runs } = await startCached('on');
  const ids = [1, 2, 3].map(() => page.infer(model, [[5, 0]]));
  await clock.advance(ample);
  expect(runs()).toBe(1);
  expect(factory.posted.at(-1)!.rows).toHaveLength(1);
  const answers = ids.map((id) => answerOf(id)!);
  expect(answers.map(({ trace }) => trace!.source)).toEqual(['local', 'joined', 'joined']);
  for (const answer of answers) expect(valuesOf(answer)).toEqual([10, 2]);
  expect(answers[1]!.trace).toMatchObject({ inputMs: 0, computeMs: 0, outputMs: 0, batchSize: 1 });
  expect(answers[1]!.trace).not.toHaveProperty('reason');
  expect(page.control.cacheStats()).toMatchObject({ joined: 2, memory: { hits: 0, misses: 1 } });
});

test.each(['waits', 'runs'])(
  'the first caller’s abort while it %s leaves the others their answer',
  async (when) => {
    const { page, clock, answerOf, runs } = await startCached('on');
    const before = when === 'waits' ? await keepBusy({ page, clock }) : [];
    const ids = [1, 2].map(() => page.infer(model, [[5, 0]]));
    if (when === 'runs') await clock.advance(0);
    page.session.receive({ kind: 'cancel', ids: [ids[0]!] });
    await clock.advance(ample);
    expect(before.map((id) => answerOf(id)?.trace?.source)).toEqual(before.map(() => 'local'));
    expect(answerOf(ids[0]!)).toBeUndefined();
    expect(answerOf(ids[1]!)!.trace!.source).toBe('joined');
    expect(valuesOf(answerOf(ids[1]!)!)).toEqual([10, 2]);
    expect(runs()).toBe(when === 'waits' ? 3 : 1);
  },
);

test('a joiner’s deadline is its own', async () => {
  const { page, clock, answerOf } = await startCached('on');
  const first = page.infer(model, [[5, 0]]);
  const second = page.infer(model, [[5, 0]], { deadlineMs: 1 });
  await clock.advance(ample);
  expect(answerOf(second)!.error!.code).toBe('deadline');
  expect(valuesOf(answerOf(first)!)).toEqual([10, 2]);
});

test('when the first caller’s deadline passes in the queue, the others still get their answer', async () => {
  const { page, clock, answerOf } = await startCached('on');
  for (let mark = 0; mark < 40; mark += 1)
    page.infer(model, [[100 + mark, 0]], { cache: 'bypass', priority: 1 });
  const first = page.infer(model, [[5, 0]], { deadlineMs: 6 });
  const second = page.infer(model, [[5, 0]]);
  await clock.advance(ample);
  expect(answerOf(first)!.error!.code).toBe('deadline');
  expect(valuesOf(answerOf(second)!)).toEqual([10, 2]);
});

test('a run that nobody waits for any more still fills the cache, and counts as nobody’s request', async () => {
  const { page, clock, ask, runs } = await startCached('on');
  const id = page.infer(model, [[5, 0]], { deadlineMs: 2 });
  await clock.advance(ample);
  expect(page.answers.get(id)![0]!.error!.code).toBe('deadline');
  expect((await ask([[5, 0]])).trace!.source).toBe('memory');
  expect(runs()).toBe(1);
  expect(page.control.snapshot().models[model]).toMatchObject({
    requests: 2,
    executions: 1,
    sources: { memory: 1 },
    errors: { deadline: 1 },
  });
});

test('one that still waits when its only caller aborts is not run', async () => {
  const { page, clock, runs } = await startCached('on');
  await keepBusy({ page, clock });
  const id = page.infer(model, [[5, 0]]);
  page.session.receive({ kind: 'cancel', ids: [id] });
  await clock.advance(ample);
  expect(runs()).toBe(2);
});

test('a failure reaches all who asked the same, and is not kept', async () => {
  const { page, clock, answerOf, runs } = await startCached('on');
  const ids = [1, 2].map(() => page.infer(model, [[5, poison]]));
  await clock.advance(ample);
  expect(ids.map((id) => answerOf(id)!.error!.code)).toEqual(['bad-input', 'bad-input']);
  const before = runs();
  const again = page.infer(model, [[5, poison]]);
  await clock.advance(ample);
  expect(answerOf(again)!.error!.code).toBe('bad-input');
  expect(runs()).toBeGreaterThan(before);
});

test('a more urgent request does not wait behind a less urgent one', async () => {
  const { page, clock, answerOf } = await startCached('on');
  const slow = page.infer(model, [[5, 0]], { priority: 3 });
  const urgent = page.infer(model, [[5, 0]], { priority: 1 });
  const patient = page.infer(model, [[5, 0]], { priority: 3 });
  await clock.advance(ample);
  expect([slow, urgent, patient].map((id) => answerOf(id)!.trace!.source)).toEqual([
    'local',
    'local',
    'joined',
  ]);
});
