import type { Page } from '@playwright/test';
import type { RoutingMode } from '../../../src/client/index.ts';
import { readModelNames } from '../../support/golden.ts';
import { openApp } from '../../support/openApp.ts';

interface HybridOptions {
  readonly mode?: RoutingMode;
  readonly timeoutMs?: number;
  readonly hasConsent?: boolean;
}

/** Opens the app with every model ready and `url` as its endpoint, agreed to. */
export async function openHybrid(
  page: Page,
  url: string,
  { mode = 'prefer-remote', timeoutMs = 5000, hasConsent = true }: HybridOptions = {},
): Promise<void> {
  await openApp(page, { models: readModelNames() });
  await page.evaluate(
    async ({ remote, remoteConsent, chosen }) => {
      const nearside = await window.nearside;
      await nearside.settings.update({ remote, remoteConsent, mode: chosen, hedging: false });
    },
    { remote: { url, timeoutMs }, remoteConsent: hasConsent, chosen: mode },
  );
}
