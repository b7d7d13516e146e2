import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';
import { serveVersions } from '../support/versionedModel.ts';

const first = { version: '1', adds: 1000 };
const second = { version: '2', adds: 2000 };

/** Asks `steps` for one row of `mark`; gives the version that the answer names and what it added. */
async function ask(page: Page, mark: number, version?: string): Promise<readonly [string, number]> {
  return await page.evaluate(
    async ([value, wanted]) => {
      const data = new Float32Array(4).fill(value);
      const { version: ran, outputs } = await (
        await window.nearside
      ).infer({
        model: 'steps',
        inputs: { x: { datatype: 'FP32', shape: [1, 4], data } },
        ...(wanted === null ? {} : { version: wanted }),
      });
      return [ran, (outputs['y']!.data as Float32Array)[0]! - value] as const;
    },
    [mark, version ?? null] as const,
  );
}

async function load(page: Page, version: string): Promise<void> {
  await page.evaluate(
    async (wanted) => (await window.nearside).models.load('steps', { version: wanted }),
    version,
  );
}

async function readStatus(page: Page) {
  return await page.evaluate(async () => {
    const { versionStates = [], ...status } = (await (await window.nearside).models.list()).find(
      ({ name }) => name === 'steps',
    )!;
    return { ...status, states: versionStates.map(({ version, state }) => `${version} ${state}`) };
  });
}

test('1,000 requests across a hot swap: none lost, none mixed, none held up', async ({ page, front }) => {
  test.setTimeout(120_000);
  await serveVersions(front, [first, second]);
  await page.goto(front.url);
  await load(page, '1');
  const { wrong, versions, before, during } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const seen: { readonly version: string; readonly ms: number; readonly isRight: boolean }[] = [];
    const askOne = async (mark: number): Promise<void> => {
      const startAt = performance.now();
      const data = new Float32Array(4).fill(mark);
      const { version, outputs } = await nearside.infer(
        { model: 'steps', inputs: { x: { datatype: 'FP32', shape: [1, 4], data } } },
        { cache: 'bypass' },
      );
      const isRight = (outputs['y']!.data as Float32Array).every(
        (value) => value === mark + 1000 * Number(version),
      );
      seen.push({ version, ms: performance.now() - startAt, isRight });
    };
    /** Eight at a time until so many were asked and `isOver`. */
    const drive = async (least: number, isOver: () => boolean): Promise<typeof seen> => {
      const from = seen.length;
      let asked = 0;
      const loop = async (): Promise<void> => {
        while (asked < least || !isOver()) {
          asked += 1;
          await askOne(asked % 500);
        }
      };
      await Promise.all(Array.from({ length: 8 }, loop));
      return seen.slice(from);
    };
    const p99 = (answers: typeof seen): number =>
      answers.map(({ ms }) => ms).toSorted((left, right) => left - right)[Math.floor(answers.length * 0.99)]!;
    await drive(500, () => true);
    const calm = await drive(1000, () => true);
    let isSwapped = false;
    const swap = nearside.models.load('steps', { version: '2' }).then(() => {
      isSwapped = true;
    });
    const swapping = await drive(1000, () => isSwapped);
    await swap;
    const after = await drive(50, () => true);
    return {
      wrong: seen.filter(({ isRight }) => !isRight).length,
      versions: {
        calm: [...new Set(calm.map(({ version }) => version))],
        swapping: [...new Set(swapping.map(({ version }) => version))],
        after: [...new Set(after.map(({ version }) => version))],
      },
      before: p99(calm),
      during: p99(swapping),
    };
  });
  expect(wrong).toBe(0);
  expect(versions.calm).toEqual(['1']);
  expect(versions.swapping).toContain('1');
  expect(versions.after).toEqual(['2']);
  test.info().annotations.push({
    type: 'p99',
    description: `${before.toFixed(2)} ms before, ${during.toFixed(2)} ms during the swap`,
  });
  expect(await readStatus(page)).toMatchObject({ serving: '2', previous: { version: '1', isWarm: true } });
});

for (const [what, plan, code] of [
  ['a broken file', { ...second, isBroken: true }, 'integrity'],
  ['a wrong answer to its golden input', { ...second, goldenAdds: 7 }, 'model-load'],
] as const) {
  test(`a version with ${what} leaves the one before serving`, async ({ page, front }) => {
    await serveVersions(front, [first, plan]);
    await page.goto(front.url);
    await load(page, '1');
    const outcome = await page.evaluate(async () =>
      window.tools.outcome((await window.nearside).models.load('steps', { version: '2' })),
    );
    expect(outcome).toMatchObject({ kind: 'rejected', name: 'NearsideError', code });
    expect(await ask(page, 1)).toEqual(['1', 1000]);
    expect(await readStatus(page)).toMatchObject({
      state: 'ready',
      serving: '1',
      states: ['2 failed', '1 serving'],
    });
  });
}

test('a rollback is at once, and what was rolled back is not offered again', async ({ page, front }) => {
  await serveVersions(front, [first, second]);
  await page.goto(front.url);
  await load(page, '1');
  await load(page, '2');
  expect(await ask(page, 1)).toEqual(['2', 2000]);
  const { status, loads } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    let loads = 0;
    const undo = nearside.models.subscribe((models) => {
      const { versionStates = [] } = models.find(({ name }) => name === 'steps')!;
      loads += versionStates.filter(({ state }) => state === 'loading').length;
    });
    const status = await nearside.models.rollback('steps');
    undo();
    return { status, loads };
  });
  expect(status).toMatchObject({ serving: '1', previous: { version: '2' } });
  expect(status).not.toHaveProperty('offered');
  expect(loads).toBe(0);
  expect(await ask(page, 2)).toEqual(['1', 1000]);
});

test('a new version on the server is offered, not forced, and answers who names it', async ({
  page,
  front,
}) => {
  await serveVersions(front, [first]);
  await page.goto(front.url);
  await load(page, '1');
  await serveVersions(front, [first, second]);
  expect(await readStatus(page)).toMatchObject({ versions: ['1'] });
  await page.evaluate(async () => (await window.nearside).models.refresh());
  expect(await readStatus(page)).toMatchObject({ versions: ['2', '1'], serving: '1', offered: '2' });
  expect(await ask(page, 1)).toEqual(['1', 1000]);
  expect(await ask(page, 1, '2')).toEqual(['2', 2000]);
  expect(await ask(page, 2)).toEqual(['1', 1000]);
  expect(await readStatus(page)).toMatchObject({ serving: '1', states: ['2 warm', '1 serving'] });
});

test('calibration takes a faster variant, leaves a wrong one and one that is too inaccurate', async ({
  page,
  front,
}) => {
  test.setTimeout(180_000);
  const variants = [
    { name: 'slow', rounds: 1500, adds: 1000, accuracy: 0.9 },
    { name: 'fast', rounds: 1, adds: 1000, accuracy: 0.897 },
    { name: 'wrong', rounds: 1, adds: 1001, accuracy: 0.9 },
    { name: 'crude', rounds: 1, adds: 1000, accuracy: 0.8 },
  ];
  await serveVersions(front, [{ ...first, variants }]);
  await page.goto(front.url);
  const { calibration, verdict, variant } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    await nearside.models.load('steps');
    const calibration = await nearside.models.calibrate('steps');
    const verdict = await nearside.models.verdict('steps');
    const status = (await nearside.models.list()).find(({ name }) => name === 'steps');
    return { calibration, verdict, variant: status?.variant };
  });
  expect([calibration.chosen.variant, variant]).toEqual(['fast', 'fast']);
  expect(calibration.why).toMatch(/^fast on wasm.* takes .* of the time of slow on wasm/);
  const outcomes = Object.fromEntries(
    ['fast', 'wrong', 'crude'].map((name) => {
      const found = calibration.candidates.find((each) => each.variant === name && each.backend === 'wasm');
      return [name, found];
    }),
  );
  expect(outcomes['fast']).toMatchObject({ ok: true, maxAbsDiff: 0 });
  expect(outcomes['wrong']).toMatchObject({ ok: false, maxAbsDiff: 1 });
  expect(outcomes['crude']).toMatchObject({ ok: false, curve: [] });
  expect(outcomes['fast']!.curve.map(({ batch }) => batch)).toEqual([1, 2, 4, 8]);
  expect(verdict).toMatchObject({ changed: [], calibration: { why: calibration.why } });
  expect(await ask(page, 3)).toEqual(['1', 1000]);

  await page.reload();
  await page.evaluate(async () => (await window.nearside).models.load('steps'));
  expect(await readStatus(page)).toMatchObject({ variant: 'fast' });
});
