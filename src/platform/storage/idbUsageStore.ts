import type { UsageStore } from '../../core/ports.ts';
import type { ModelUsage } from '../../core/scheduling/modelUsage.ts';
import { openKeyedStore } from './openKeyedStore.ts';

const store = openKeyedStore<ModelUsage>('nearside-usage');
const usageKey = 'current';

/** How often models are asked, in IndexedDB. */
export const idbUsageStore: UsageStore = {
  read: () => store.read(usageKey),
  write: (usage) => store.write(usageKey, usage),
};
