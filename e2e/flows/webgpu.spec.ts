import { openApp } from '../support/openApp.ts';
import { readSentences } from '../support/samples.ts';
import { expect, test } from '../support/test.ts';

test('WebGPU answers as WASM does, and back', async ({ page }) => {
  // The software adapter takes its time to compile shaders.
  test.setTimeout(120_000);
  await openApp(page);
  const texts = readSentences()
    .slice(0, 10)
    .map(({ text }) => text);
  const rounds = await page.evaluate(async (sentences) => {
    const nearside = await window.nearside;
    const rounds = [];
    for (const backend of ['wasm', 'webgpu', 'wasm'] as const) {
      await nearside.settings.update({ backend });
      const answers = await Promise.all([
        ...sentences.map((text) => nearside.predict('language-id', text, { cache: 'bypass' })),
        ...[40, 100].map((size) => nearside.predict('digits', window.tools.seven(size), { cache: 'bypass' })),
        ...[1, 2, 3].map((seed) => nearside.predict('digits', window.tools.row(seed), { cache: 'bypass' })),
      ]);
      rounds.push({
        backends: [...new Set(answers.map(({ trace }) => trace.backend))],
        instances: (await nearside.metrics.snapshot()).instances.map((instance) => instance.backend),
        scores: answers.map(({ labels = [] }) =>
          Object.fromEntries(labels.map(({ label, score }) => [label, score])),
        ),
      });
    }
    return rounds;
  }, texts);

  const [wasm, webgpu, again] = rounds;
  expect(rounds.map(({ backends }) => backends)).toEqual([['wasm'], ['webgpu'], ['wasm']]);
  expect(webgpu?.instances).toEqual(['webgpu', 'webgpu']);
  for (const [index, scores] of wasm!.scores.entries()) {
    for (const [label, score] of Object.entries(scores)) {
      expect(Math.abs((webgpu!.scores[index]?.[label] ?? 9) - score)).toBeLessThan(1e-3);
      expect(Math.abs((again!.scores[index]?.[label] ?? 9) - score)).toBeLessThan(1e-5);
    }
  }
});

test('the chosen backend holds after a reload', async ({ page }) => {
  test.setTimeout(120_000);
  await openApp(page, { models: [] });
  await page.evaluate(async () => {
    await (await window.nearside).settings.update({ backend: 'webgpu' });
  });
  await page.reload();
  const backend = await page.evaluate(async () => {
    const { trace } = await (await window.nearside).predict('digits', window.tools.seven());
    return trace.backend;
  });

  expect(backend).toBe('webgpu');
});
