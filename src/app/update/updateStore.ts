import { createStore } from 'zustand/vanilla';
import { watchUpdates } from '../../client/tabs/watchUpdates.ts';

/** Whether another build is there. */
export type Update =
  | { readonly kind: 'none' }
  | { readonly kind: 'ready'; readonly apply: () => void }
  | { readonly kind: 'put-off' };

export const updateStore = createStore<Update>()(() => ({ kind: 'none' }));

/** Follows the service worker of this page, if it has one. */
export async function followUpdates(): Promise<void> {
  // Absent where the context is not secure, whatever the types say.
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  const registration = await container?.getRegistration().catch(() => undefined);
  if (registration === undefined) return;
  watchUpdates(registration, (apply) => {
    updateStore.setState({ kind: 'ready', apply }, true);
  });
}

/** It comes with the next visit. */
export function putUpdateOff(): void {
  updateStore.setState({ kind: 'put-off' }, true);
}
