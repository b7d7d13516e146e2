import type { Page } from '@playwright/test';

export const resultDatabase = 'nearside-results';

/** What a test does to the database of stored results, in a page and behind the engine's back. */
export type Tampering = 'flip a byte' | 'replace the key' | 'raise the version' | 'hold it open';

/** Changes the database; resolves when that is done. */
export async function tamper(page: Page, how: Tampering): Promise<void> {
  await page.evaluate(
    async ([name, kind]) => {
      const settle = <Value>(request: IDBRequest<Value>): Promise<Value> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => {
            resolve(request.result);
          };
          request.onerror = () => {
            reject(new Error(String(request.error)));
          };
        });
      if (kind === 'raise the version') {
        (await settle(indexedDB.open(name, 9))).close();
        return;
      }
      const database = await settle(indexedDB.open(name));
      // Unlike the app's own connections, this one does not make way.
      if (kind === 'hold it open') return;
      const storeName = kind === 'flip a byte' ? 'records' : 'keys';
      const key =
        kind === 'flip a byte'
          ? undefined
          : await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
      const store = database.transaction(storeName, 'readwrite').objectStore(storeName);
      for (const place of await settle(store.getAllKeys())) {
        const value: unknown = key ?? (await settle(store.get(place)));
        if (value instanceof Uint8Array) value[20] = (value[20] as number) ^ 1;
        await settle(store.put(value, place));
      }
      database.close();
    },
    [resultDatabase, how] as const,
  );
}
