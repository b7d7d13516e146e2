import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export interface Violation {
  readonly colorScheme: 'light' | 'dark';
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string | undefined }[];
}

/** What of WCAG 2.2 AA a page breaks, as far as a machine can tell, looked at in light and in dark. */
export async function findViolations(page: Page): Promise<readonly Violation[]> {
  const found: Violation[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
    for (const { id, nodes } of violations) {
      const places = nodes.map(({ html, failureSummary }) => ({ html, failureSummary }));
      found.push({ colorScheme, id, nodes: places });
    }
  }
  return found;
}
