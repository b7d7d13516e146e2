/** The address of the service worker that is registered for this page; undefined where there is none. */
export async function findServiceWorker(): Promise<string | undefined> {
  try {
    // Absent where the context is not secure, and refused to frames of other sites that may store nothing.
    return (await navigator.serviceWorker.getRegistration())?.active?.scriptURL;
  } catch {
    return undefined;
  }
}
