import type { BrokerNotice, PageNotice } from '../platform/tabs/brokerMessages.ts';
import type { HostFinder, PageClient } from './hostFinder.ts';

/** Hands a page's gate to the tab that hosts the engine; tells the page when there is none yet. */
export async function introduce(
  { hostName, letter }: PageNotice & { readonly kind: 'join' },
  page: PageClient,
  finder: HostFinder,
): Promise<void> {
  const wanted = { kind: 'shared', hostName } as const;
  const found = await finder.find(wanted, page.id);
  if (found.kind === 'host') {
    const notice: BrokerNotice = { kind: 'admit', wanted, letter };
    found.client.postMessage(notice, [letter.gate]);
    return;
  }
  letter.gate.close();
  if (found.kind === 'coming') page.postMessage({ kind: 'join-later', hostName });
}
