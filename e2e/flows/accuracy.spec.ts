import { readDigits, readSentences } from '../support/samples.ts';
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

test('the language model gives the answers that it gave in training', async ({ warmPage }) => {
  const rows = readSentences();
  const came = await warmPage.evaluate(
    async (texts) => {
      const nearside = await window.nearside;
      const variant =
        (await nearside.models.list()).find(({ name }) => name === 'language-id')?.variant ?? '';
      const answers = await Promise.all(texts.map((text) => nearside.predict('language-id', text)));
      return { variant, labels: answers.map(({ labels = [] }) => labels[0]?.label) };
    },
    rows.map(({ text }) => text),
  );

  const predicted = rows.map((row) => row.predicted[came.variant]);
  // Sums over ids may be added up in another order: near ties may turn.
  expect(shareRight(came.labels, predicted)).toBeGreaterThanOrEqual(0.998);
  expect(
    shareRight(
      came.labels,
      rows.map(({ label }) => label),
    ),
  ).toBeGreaterThanOrEqual(0.95);
});
