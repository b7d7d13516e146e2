/** The address of the service worker that is registered for this page; undefined where there is none. */
export async function findServiceWorker(): Promise<string | undefined> {
  // Absent where the context is not secure, whatever the types say.
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  const registration = await container?.getRegistration().catch(() => undefined);
  return registration?.active?.scriptURL;
}
