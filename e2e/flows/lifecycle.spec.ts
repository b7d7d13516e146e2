import { openApp } from '../support/openApp.ts';
import { expect, test } from '../support/test.ts';

const closed = { kind: 'rejected', name: 'NearsideError', code: 'closed' };

test('close rejects what waits and every later call with closed', async ({ page }) => {
  await openApp(page);
  const { waiting, later } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const waiting = window.tools.outcomes([
      ...Array.from({ length: 50 }, (_, index) => nearside.predict('digits', window.tools.row(index))),
      nearside.models.unload('language-id').then(() => nearside.models.load('language-id')),
      nearside.models.load('language-id'),
      nearside.metrics.snapshot().then(() => nearside.metrics.prometheus()),
    ]);
    await nearside.close();
    await nearside.close();
    const later = window.tools.outcomes([
      nearside.predict('language-id', 'Good morning'),
      nearside.infer({ model: 'digits', inputs: {} }),
      nearside.tensors('digits', window.tools.row(1)),
      nearside.models.list(),
      nearside.models.load('digits'),
      nearside.settings.get(),
      nearside.metrics.snapshot(),
    ]);
    return { waiting: await waiting, later: await later };
  });

  for (const outcome of [...waiting, ...later]) {
    if (outcome.kind !== 'answered' && outcome.kind !== 'done') expect(outcome).toMatchObject(closed);
  }
  expect(waiting.some(({ kind }) => kind === 'rejected')).toBe(true);
  expect(later).toMatchObject(Array.from(later, () => closed));
});

test('an unloaded model is available and is loaded again by the next request', async ({ page }) => {
  await openApp(page, { models: ['digits'] });
  const { states, outcome } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const stateOf = async () => (await nearside.models.list()).find(({ name }) => name === 'digits')?.state;
    const states = [await stateOf()];
    await nearside.models.unload('digits');
    states.push(await stateOf());
    const outcome = await window.tools.outcome(nearside.predict('digits', window.tools.seven()));
    states.push(await stateOf());
    return { states, outcome };
  });

  expect(states).toEqual(['ready', 'available', 'ready']);
  expect(outcome).toMatchObject({ kind: 'answered', label: '7' });
});

test('a request after an unload in the middle of a load is answered', async ({ page }) => {
  await openApp(page, { models: ['digits'] });
  const { first, last } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    await nearside.models.unload('digits');
    const first = window.tools.outcome(nearside.models.load('digits'));
    await window.tools.until(async () =>
      (await nearside.models.list()).some(({ name, state }) => name === 'digits' && state === 'loading'),
    );
    await nearside.models.unload('digits');
    const last = window.tools.outcome(nearside.predict('digits', window.tools.seven()));
    return { first: await first, last: await last };
  });

  expect(['done', 'rejected']).toContain(first.kind);
  expect(last).toMatchObject({ kind: 'answered', label: '7' });
});

test('loads, unloads and settings in the middle of traffic leave every request settled', async ({ page }) => {
  await openApp(page);
  const { changed, counts, after, load } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const settling = [];
    const changing = [];
    const changes = [
      () => nearside.settings.update({ instances: 2 }),
      () => nearside.settings.update({ batching: false }),
      () => nearside.models.unload('digits'),
      () => nearside.settings.update({ instances: 1 }),
      () => nearside.models.load('digits'),
      () => nearside.settings.update({ batching: true, instances: 'auto' }),
    ];
    for (const change of changes) {
      const burst = () =>
        Array.from({ length: 100 }, (_, index) =>
          window.tools.outcome(nearside.predict('digits', window.tools.row(index), { cache: 'bypass' })),
        );
      settling.push(...burst());
      await window.tools.nextTask();
      changing.push(window.tools.outcome(change()));
      settling.push(...burst());
    }
    const counts: Record<string, number> = {};
    for (const outcome of await Promise.all(settling)) {
      const key = outcome.kind === 'rejected' ? `${outcome.name} ${outcome.code}` : outcome.kind;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    const changed = await Promise.all(changing);
    const after = await window.tools.outcome(nearside.predict('digits', window.tools.seven()));
    const { queueDepth, inFlight } = (await nearside.metrics.snapshot()).models['digits']!;
    return { changed, counts, after, load: { queueDepth, inFlight } };
  });

  const { answered = 0, 'NearsideError closed': refused = 0, ...unexpected } = counts;
  expect(unexpected).toEqual({});
  expect(changed).toEqual(Array.from(changed, () => ({ kind: 'done' })));
  expect(answered + refused).toBe(1200);
  expect(after).toMatchObject({ kind: 'answered', label: '7' });
  expect(load).toEqual({ queueDepth: 0, inFlight: 0 });
});

test('a subscription brings figures until it is undone', async ({ warmPage }) => {
  const { before, after, windowMs } = await warmPage.evaluate(async () => {
    const nearside = await window.nearside;
    let count = 0;
    let windowMs = 0;
    const reached = Promise.withResolvers<undefined>();
    const undo = nearside.metrics.subscribe((snapshot) => {
      count += 1;
      windowMs = snapshot.windowMs;
      if (count === 3) reached.resolve(undefined);
    }, 5);
    await reached.promise;
    undo();
    const before = count;
    const later = Promise.withResolvers<undefined>();
    let others = 0;
    const undoOther = nearside.metrics.subscribe(() => {
      others += 1;
      if (others === 5) later.resolve(undefined);
    }, 5);
    await later.promise;
    undoOther();
    return { before, after: count, windowMs };
  });

  expect(before).toBeGreaterThanOrEqual(3);
  expect(after).toBe(before);
  expect(windowMs).toBe(10_000);
});
