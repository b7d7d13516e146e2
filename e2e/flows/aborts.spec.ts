import { openApp } from '../support/openApp.ts';
import { expect, test } from '../support/test.ts';

test('an abort before the call rejects with its reason and reaches no model', async ({ warmPage }) => {
  const { outcome, counted } = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const count = async () => (await nearside.metrics.snapshot()).total.requests;
    const before = await count();
    const signal = AbortSignal.abort(new Error('never mind'));
    const outcome = await window.tools.outcome(nearside.predict('language-id', 'Good morning', { signal }));
    // Whatever had been sent is counted with the one that follows it.
    await nearside.predict('language-id', 'Good evening', { cache: 'bypass' });
    await window.tools.untilIdle();
    return { outcome, counted: (await count()) - before };
  });

  expect(outcome).toMatchObject({ kind: 'rejected', name: 'Error', message: 'never mind' });
  expect(counted).toBe(1);
});

test('aborts of queued and running requests reject with their reasons and harm no other', async ({
  warmPage,
}) => {
  const { aborted, others, after } = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const controllers: AbortController[] = [];
    const aborted: Promise<unknown>[] = [];
    const others: Promise<unknown>[] = [];
    for (let index = 0; index < 400; index += 1) {
      const controller = new AbortController();
      const call = nearside.predict('digits', window.tools.row(index), {
        cache: 'bypass',
        ...(index % 2 === 0 ? { signal: controller.signal } : {}),
      });
      if (index % 2 === 0) controllers.push(controller);
      (index % 2 === 0 ? aborted : others).push(call);
    }
    const settling = [window.tools.outcomes(aborted), window.tools.outcomes(others)] as const;
    for (const [index, controller] of controllers.entries()) {
      if (index % 20 === 0) await window.tools.nextTask();
      controller.abort(new Error(`gone ${index}`));
    }
    const settled = await Promise.all(settling);
    const after = await window.tools.outcome(nearside.predict('digits', window.tools.seven()));
    await window.tools.untilIdle();
    return { aborted: settled[0], others: settled[1], after };
  });

  for (const [index, outcome] of aborted.entries()) {
    // The first ones may have been answered before their abort came.
    if (outcome.kind === 'answered') continue;
    expect(outcome).toMatchObject({ kind: 'rejected', name: 'Error', message: `gone ${index}` });
  }
  expect(aborted.filter(({ kind }) => kind === 'rejected').length).toBeGreaterThan(0);
  expect(others.every(({ kind }) => kind === 'answered')).toBe(true);
  expect(after).toMatchObject({ kind: 'answered', label: '7' });
});

test('an abort of a running request rejects at once and the next request is answered', async ({
  warmPage,
}) => {
  const { outcomes, after, counted } = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    const read = async () => (await nearside.metrics.snapshot()).models['digits']!.aborted;
    const before = await read();
    const outcomes = [];
    for (let round = 0; round < 20; round += 1) {
      const controller = new AbortController();
      const call = window.tools.outcome(
        nearside.infer(
          {
            model: 'digits',
            inputs: {
              x: { datatype: 'FP32', shape: [64, 1, 28, 28], data: window.tools.row(round, 64 * 784) },
            },
          },
          { signal: controller.signal, cache: 'bypass' },
        ),
      );
      await window.tools.until(async () => {
        const { inFlight, queueDepth } = (await nearside.metrics.snapshot()).models['digits']!;
        return inFlight > 0 || queueDepth === 0;
      });
      controller.abort(new Error('enough'));
      outcomes.push(await call);
    }
    // One that runs: a cached answer would overtake the run that goes on.
    const after = await window.tools.outcome(
      nearside.predict('digits', window.tools.seven(), { cache: 'bypass' }),
    );
    // Another instance may have answered while the run that nobody waits for goes on.
    await window.tools.untilIdle();
    return { outcomes, after, counted: (await read()) - before };
  });

  expect(counted).toBeGreaterThan(0);
  // Some may have been answered while the word of their abort was on its way.
  expect(counted).toBeLessThanOrEqual(outcomes.filter(({ kind }) => kind === 'rejected').length);
  for (const outcome of outcomes) {
    if (outcome.kind === 'rejected') expect(outcome.message).toBe('enough');
  }
  expect(after).toMatchObject({ kind: 'answered', label: '7' });
});

test('an abort while the model loads rejects with its reason; the model loads all the same', async ({
  page,
}) => {
  await openApp(page, { models: ['digits'] });
  const { aborted, kept } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    await nearside.models.unload('digits');
    const controller = new AbortController();
    const { signal } = controller;
    const calls = [
      nearside.predict('digits', window.tools.seven(), { signal }),
      nearside.predict('digits', window.tools.seven()),
    ];
    await window.tools.until(async () =>
      (await nearside.models.list()).some(({ name, state }) => name === 'digits' && state === 'loading'),
    );
    controller.abort(new Error('too slow'));
    const [aborted, kept] = await window.tools.outcomes(calls);
    return { aborted, kept };
  });

  expect(aborted).toMatchObject({ kind: 'rejected', message: 'too slow' });
  expect(kept).toMatchObject({ kind: 'answered', label: '7' });
});
