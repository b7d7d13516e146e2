import type { Page } from '@playwright/test';
import { openApp } from '../support/openApp.ts';
import { expect, test } from '../support/test.ts';

type Stroke = readonly (readonly [x: number, y: number])[];

/** Points along an arc, in shares of the canvas; angles in turns from the right, clockwise. */
function arc(
  [centreX, centreY]: readonly [number, number],
  [radiusX, radiusY]: readonly [number, number],
  [from, to]: readonly [number, number],
): Stroke {
  const steps = 12;
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = 2 * Math.PI * (from + ((to - from) * step) / steps);
    return [centreX + radiusX * Math.cos(angle), centreY + radiusY * Math.sin(angle)] as const;
  });
}

const digits: Readonly<Record<string, readonly Stroke[]>> = {
  '0': [arc([0.5, 0.5], [0.18, 0.3], [-0.25, 0.75])],
  '1': [
    [
      [0.5, 0.2],
      [0.5, 0.5],
      [0.5, 0.8],
    ],
  ],
  '3': [
    [...arc([0.48, 0.35], [0.17, 0.15], [-0.45, 0.25]), ...arc([0.48, 0.65], [0.19, 0.15], [-0.25, 0.45])],
  ],
  '4': [
    [
      [0.35, 0.2],
      [0.3, 0.52],
      [0.7, 0.52],
    ],
    [
      [0.62, 0.2],
      [0.6, 0.5],
      [0.58, 0.82],
    ],
  ],
  '7': [
    [
      [0.28, 0.24],
      [0.7, 0.22],
      [0.56, 0.5],
      [0.44, 0.82],
    ],
  ],
};

async function draw(page: Page, strokes: readonly Stroke[]): Promise<void> {
  const box = (await page.getByLabel('Draw a digit').boundingBox())!;
  for (const stroke of strokes) {
    for (const [index, [x, y]] of stroke.entries()) {
      await page.mouse.move(box.x + x * box.width, box.y + y * box.height, {
        steps: index === 0 || stroke.length > 6 ? 1 : 3,
      });
      if (index === 0) await page.mouse.down();
    }
    await page.mouse.up();
  }
}

test('drawn digits are recognised when the pen is lifted', async ({ page }) => {
  await openApp(page, { models: ['digits'] });
  const result = page.getByRole('region', { name: 'Result' });
  for (const [digit, strokes] of Object.entries(digits)) {
    await page.getByRole('button', { name: 'Clear' }).click();
    await draw(page, strokes);
    await expect(page.getByRole('strong').filter({ hasText: new RegExp(`^${digit}$`) })).toBeVisible();
    await expect(result.getByRole('status')).toContainText(digit);
  }
});

test('a digit is drawn with the keyboard', async ({ page }) => {
  await openApp(page, { models: ['digits'] });
  const canvas = page.getByLabel('Draw a digit');
  await canvas.focus();
  for (let step = 0; step < 4; step += 1) await canvas.press('ArrowUp');
  await canvas.press('Space');
  for (let step = 0; step < 8; step += 1) await canvas.press('ArrowDown');
  await canvas.press('Space');

  await expect(page.getByRole('strong').filter({ hasText: /^1$/ })).toBeVisible();
});
