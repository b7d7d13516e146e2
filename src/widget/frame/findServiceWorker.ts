/**
 * The address of the app's service worker where there is one already: the frame then shares the engine of the app's tabs. None is
 * registered for a widget: it would keep the whole app for every site that embeds one.
 */
export async function findServiceWorker(): Promise<string | undefined> {
  try {
    // Absent where the context is not secure, and refused to frames of other sites that may store nothing.
    const { installing, waiting, active } = (await navigator.serviceWorker.getRegistration()) ?? {};
    return (active ?? waiting ?? installing)?.scriptURL;
  } catch {
    return undefined;
  }
}
