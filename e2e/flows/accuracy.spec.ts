import { readDigits, readReviews, readSentences } from '../support/samples.ts';
import { expect, test } from '../support/test.ts';

const shareRight = (came: readonly unknown[], wanted: readonly unknown[]): number =>
  came.filter((label, index) => label === wanted[index]).length / wanted.length;

test('the digit model gives the answers that it gave in training', async ({ warmPage }) => {
  const { pixels, count, labels, predicted } = readDigits();
  const came = await warmPage.evaluate(
    async ({ pixels, count }) => {
      const nearside = await window.nearside;
      const bytes = Uint8Array.from(atob(pixels), (character) => character.charCodeAt(0));
      const variant = (await nearside.models.list()).find(({ name }) => name === 'digits')?.variant ?? '';
      const rows = Array.from({ length: count }, (_, index) =>
        Float32Array.from(bytes.subarray(index * 784, (index + 1) * 784), (pixel) => pixel / 255),
      );
      const answers = await Promise.all(rows.map((row) => nearside.predict('digits', row)));
      return { variant, labels: answers.map(({ labels = [] }) => Number(labels[0]?.label)) };
    },
    { pixels, count },
  );

  // The same graph on the same numbers: nothing may differ but a tie.
  expect(shareRight(came.labels, predicted[came.variant] ?? [])).toBeGreaterThanOrEqual(0.999);
  expect(shareRight(came.labels, labels)).toBeGreaterThanOrEqual(0.99);
});

const textModels = [
  { model: 'language-id', readRows: readSentences, sameMin: 0.998, rightMin: 0.95 },
  { model: 'review-sentiment', readRows: readReviews, sameMin: 0.998, rightMin: 0.94 },
];

for (const { model, readRows, sameMin, rightMin } of textModels) {
  test(`${model} gives the answers that it gave in training`, async ({ warmPage }) => {
    const rows = readRows();
    const came = await warmPage.evaluate(
      async ({ name, texts }) => {
        const nearside = await window.nearside;
        const { variant = '' } = await nearside.models.load(name);
        const answers = await Promise.all(texts.map((text) => nearside.predict(name, text)));
        return { variant, labels: answers.map(({ labels = [] }) => labels[0]?.label) };
      },
      { name: model, texts: rows.map(({ text }) => text) },
    );

    const predicted = rows.map((row) => row.predicted[came.variant]);
    const wanted = rows.map(({ label }) => label);
    // Sums over ids may be added up in another order: near ties may turn.
    expect(shareRight(came.labels, predicted)).toBeGreaterThanOrEqual(sameMin);
    expect(shareRight(came.labels, wanted)).toBeGreaterThanOrEqual(rightMin);
  });
}
