/** The address of the service worker that is registered for this page, installed or about to be; undefined where there is none. */
export async function findServiceWorker(): Promise<string | undefined> {
  try {
    // Absent where the context is not secure, and refused to frames of other sites that may store nothing.
    const { installing, waiting, active } = (await navigator.serviceWorker.getRegistration()) ?? {};
    return (active ?? waiting ?? installing)?.scriptURL;
  } catch {
    return undefined;
  }
}
