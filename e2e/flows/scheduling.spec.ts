import { openApp } from '../support/openApp.ts';
import { expect, test } from '../support/test.ts';

// Sizes follow the times that were seen: a page of its own has seen none of other tests.
test('64 simultaneous requests of one shape take the executions that their number asks for', async ({
  page,
}) => {
  await openApp(page);
  const { executions, maxBatch } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const { maxBatch = 1 } = await nearside.models.load('language-id');
    const read = async () => (await nearside.metrics.snapshot()).models['language-id']!.executions;
    const executions: number[] = [];
    for (const kind of ['text', 'tensor', 'text', 'tensor']) {
      const before = await read();
      await Promise.all(
        Array.from({ length: 64 }, (_, index) =>
          kind === 'text'
            ? nearside.predict('language-id', `Where is platform ${index}?`, { cache: 'bypass' })
            : nearside.infer(
                {
                  model: 'language-id',
                  inputs: {
                    ids: { datatype: 'INT32', shape: [1, 64], data: new Int32Array(64).fill(index + 1) },
                  },
                },
                { cache: 'bypass' },
              ),
        ),
      );
      executions.push((await read()) - before);
    }
    return { executions, maxBatch };
  });

  for (const count of executions) expect(count).toBeLessThanOrEqual(Math.ceil(64 / maxBatch) + 1);
});

test('two shapes that come by turns are both batched', async ({ page }) => {
  await openApp(page);
  const { executions, sizes } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const read = async () => (await nearside.metrics.snapshot()).models['language-id']!.executions;
    const before = await read();
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, index) => {
        const width = index % 2 === 0 ? 64 : 128;
        const ids = {
          datatype: 'INT32',
          shape: [1, width],
          data: new Int32Array(width).fill(index + 1),
        } as const;
        return nearside.infer({ model: 'language-id', inputs: { ids } }, { cache: 'bypass' });
      }),
    );
    const sizes = answers.map(({ trace }) => trace.batchSize);
    return { executions: (await read()) - before, sizes };
  });

  expect(executions).toBeLessThanOrEqual(4);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(16);
});

test('a preferred size is waited for as long as the delay says, by lone texts too', async ({ warmPage }) => {
  const sizes = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const { batches } = await nearside.settings.get();
    const asked = { preferredBatch: [2], maxQueueDelayMs: 60_000 };
    await nearside.settings.update({ batches: { ...batches, 'language-id': asked } });
    try {
      const first = nearside.predict('language-id', 'Where is platform 4?', { cache: 'bypass' });
      await window.tools.until(
        async () => (await nearside.metrics.snapshot()).models['language-id']!.queueDepth === 1,
      );
      const second = nearside.predict('language-id', 'Where is platform 5?', { cache: 'bypass' });
      return (await Promise.all([first, second])).map(({ trace }) => trace.batchSize);
    } finally {
      await nearside.settings.update({ batches });
    }
  });

  expect(sizes).toEqual([2, 2]);
});

test('a request that makes its batch fail fails alone', async ({ warmPage }) => {
  const outcomes = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const calls = Array.from({ length: 12 }, (_, index) => {
      // An id beyond the embedding makes the whole run fail.
      const id = index === 5 ? 2_000_000_000 : index + 1;
      const ids = { datatype: 'INT32', shape: [1, 64], data: new Int32Array(64).fill(id) } as const;
      return nearside.infer({ model: 'language-id', inputs: { ids } }, { cache: 'bypass' });
    });
    return await window.tools.outcomes(calls);
  });

  expect(outcomes.map(({ kind }) => kind)).toEqual(
    Array.from({ length: 12 }, (_, index) => (index === 5 ? 'rejected' : 'done')),
  );
  expect(outcomes[5]).toMatchObject({ name: 'NearsideError', code: 'bad-input' });
});

test('a full priority takes the places of a lower one, then refuses its like; a higher one has room and goes first', async ({
  warmPage,
}) => {
  const { low, middle, high, middleBefore, counted } = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const rows = Array.from({ length: 32 }, (_, index) => window.tools.row(index));
    const read = async () => (await nearside.metrics.snapshot()).models['digits']!.refusals;
    const before = await read();
    let answered = 0;
    const ask = (count: number, priority: 1 | 2 | 3) =>
      Array.from({ length: count }, (_, index) =>
        window.tools.outcome(nearside.predict('digits', rows[index % 32]!, { cache: 'bypass', priority })),
      );
    const low = ask(500, 3);
    const middle = ask(10_000, 2).map(async (call) => {
      const outcome = await call;
      if (outcome.kind === 'answered') answered += 1;
      return outcome;
    });
    await window.tools.nextTask();
    const high = await Promise.all(ask(32, 1));
    const middleBefore = answered;
    const outcomes = { low: await Promise.all(low), middle: await Promise.all(middle), high };
    const after = await read();
    const counted = (['full', 'preempted'] as const).map((name) => (after[name] ?? 0) - (before[name] ?? 0));
    return { ...outcomes, middleBefore, counted };
  });

  expect(high.every(({ kind }) => kind === 'answered')).toBe(true);
  const preempted = low.filter(({ kind }) => kind !== 'answered');
  const refused = middle.filter(({ kind }) => kind !== 'answered');
  expect(preempted.length).toBeGreaterThan(0);
  for (const outcome of preempted)
    expect(outcome).toMatchObject({ code: 'queue-full', refusal: 'preempted' });
  expect(refused.length).toBeGreaterThan(0);
  for (const outcome of refused) expect(outcome).toMatchObject({ code: 'queue-full', refusal: 'full' });
  expect(counted).toEqual([refused.length, preempted.length]);
  expect(middle.length - refused.length).toBeGreaterThanOrEqual(4096);
  expect(middleBefore).toBeLessThan((middle.length - refused.length) / 2);
});

test('low priorities are answered while higher ones never cease', async ({ warmPage }) => {
  const { kind, waitedMs } = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const rows = Array.from({ length: 32 }, (_, index) => window.tools.row(index));
    let isOver = false;
    const flood = async (lane: number): Promise<void> => {
      for (let turn = 0; !isOver; turn += 1)
        await nearside.predict('digits', rows[(lane + turn) % 32]!, { cache: 'bypass', priority: 1 });
    };
    const floods = Array.from({ length: 128 }, (_, lane) => flood(lane));
    await window.tools.nextTask();
    const startedAt = performance.now();
    const { kind } = await window.tools.outcome(
      nearside.predict('digits', rows[0]!, { cache: 'bypass', priority: 3 }),
    );
    const waitedMs = performance.now() - startedAt;
    isOver = true;
    await Promise.all(floods);
    return { kind, waitedMs };
  });

  expect(kind).toBe('answered');
  expect(waitedMs).toBeLessThan(5000);
});
