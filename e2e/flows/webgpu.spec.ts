import type { Page } from '@playwright/test';
import { openApp } from '../support/openApp.ts';
import { readSentences } from '../support/samples.ts';
import { expect, test } from '../support/test.ts';

const texts = readSentences()
  .slice(0, 10)
  .map(({ text }) => text);

/** Each answer's scores by label, and the backends that gave them. */
async function readScores(page: Page) {
  return await page.evaluate(async (sentences) => {
    const nearside = await window.nearside;
    const answers = await Promise.all([
      ...sentences.map((text) => nearside.predict('language-id', text, { cache: 'bypass' })),
      ...[40, 100].map((size) => nearside.predict('digits', window.tools.seven(size), { cache: 'bypass' })),
      ...[1, 2, 3].map((seed) => nearside.predict('digits', window.tools.row(seed), { cache: 'bypass' })),
    ]);
    return {
      backends: [...new Set(answers.map(({ trace }) => trace.backend))],
      instances: (await nearside.metrics.snapshot()).instances.map(({ backend }) => backend),
      scores: answers.map(({ labels = [] }) =>
        Object.fromEntries(labels.map(({ label, score }) => [label, score])),
      ),
    };
  }, texts);
}

async function choose(page: Page, backend: 'wasm' | 'webgpu'): Promise<void> {
  await page.evaluate(async (chosen) => {
    await (await window.nearside).settings.update({ backend: chosen });
  }, backend);
}

test('WebGPU answers as WASM does, stays chosen over a reload, and gives way again', async ({ page }) => {
  // The software adapter takes its time to compile shaders.
  test.setTimeout(120_000);
  await openApp(page);
  const wasm = await readScores(page);
  await choose(page, 'webgpu');
  await page.reload();
  const webgpu = await readScores(page);
  await choose(page, 'wasm');
  const again = await readScores(page);

  expect([wasm, webgpu, again].map(({ backends }) => backends)).toEqual([['wasm'], ['webgpu'], ['wasm']]);
  expect([...webgpu.instances]).toEqual(Array.from(webgpu.instances, () => 'webgpu'));
  for (const [index, scores] of wasm.scores.entries()) {
    for (const [label, score] of Object.entries(scores)) {
      expect(Math.abs((webgpu.scores[index]?.[label] ?? 9) - score)).toBeLessThan(1e-3);
      expect(Math.abs((again.scores[index]?.[label] ?? 9) - score)).toBeLessThan(1e-5);
    }
  }
});

test('calibration measures both backends and leaves a software adapter aside', async ({ page }) => {
  test.setTimeout(180_000);
  await openApp(page);
  const { calibration, backend } = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const measured = await nearside.models.calibrate('digits');
    const { trace } = await nearside.predict('digits', window.tools.row(1), { cache: 'bypass' });
    return { calibration: measured, backend: trace.backend };
  });
  const own = calibration.candidates.filter(({ variant }) => variant === 'fp32');
  expect(new Set(own.map((candidate) => `${candidate.backend} ${candidate.ok}`))).toEqual(
    new Set(['wasm true', 'webgpu true']),
  );
  for (const { curve, maxAbsDiff } of own) {
    expect(curve.every(({ ms }) => ms > 0)).toBe(true);
    expect(maxAbsDiff).toBeLessThan(1e-3);
  }
  expect([calibration.chosen.backend, backend]).toEqual(['wasm', 'wasm']);
  expect(calibration.why).toContain('webgpu');
});
