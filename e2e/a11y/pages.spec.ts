import { findViolations } from '../support/findViolations.ts';
import { openApp } from '../support/openApp.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';
import { states } from './states.ts';

for (const { name, hash, reach } of states) {
  test(`${name}: no violation of WCAG 2.2 AA is found in light and dark, and 320 pixels are enough`, async ({
    page,
  }) => {
    await openApp(page, { url: `${servers.isolated.url}${hash}` });
    await reach?.(page);
    expect(await findViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(320);
  });
}

test('with reduced motion nothing moves', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openApp(page);
  const [, ...links] = await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').all();
  for (const link of links) {
    await link.click();
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await expect(page.getByText('Fetching the page…')).toHaveCount(0);
    const longest = await page.evaluate(() =>
      Math.max(
        0,
        ...document.getAnimations().map(({ effect }) => Number(effect?.getComputedTiming().duration ?? 0)),
      ),
    );
    expect(longest).toBeLessThanOrEqual(1);
  }
});

test('in forced colours what is chosen and what can be pressed keeps a visible edge', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await openApp(page);
  const [first, ...others] = await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').all();
  for (const link of [...others, first!]) {
    await link.click();
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await expect(page.getByText('Fetching the page…')).toHaveCount(0);
    const bare = await page.evaluate(() =>
      [
        ...document.querySelectorAll(
          'button, select, input:not([type=file], [type=checkbox], [type=radio]), textarea',
        ),
      ]
        .filter((control) => control.checkVisibility() && !control.classList.contains('visually-hidden'))
        .filter((control) => {
          const { borderTopWidth, borderTopStyle, textDecorationLine } = getComputedStyle(control);
          return (borderTopWidth === '0px' || borderTopStyle === 'none') && textDecorationLine === 'none';
        })
        .map((control) => control.outerHTML.slice(0, 120)),
    );
    expect(bare).toEqual([]);
  }
});
