import type { PrecacheEntry } from 'workbox-precaching';
import { serveSite } from '../src/service/serveSite.ts';

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly PrecacheEntry[] };

serveSite(self, self.__WB_MANIFEST);
