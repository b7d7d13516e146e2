import type { PageNotice } from '../../platform/tabs/brokerMessages.ts';

const maxWaitMs = 30_000;

/**
 * Registers the service worker at `url` and resolves when it serves this page, whether this is the first visit or not; the page is never
 * reloaded for it. Gives undefined where there can be none (another protocol, private windows, a script that does not install).
 */
export async function openServiceWorker(url: string): Promise<ServiceWorkerRegistration | undefined> {
  // Absent where the context is not secure, whatever the types say.
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (container === undefined) return undefined;
  const timeout = new AbortController();
  const timer = setTimeout(() => {
    timeout.abort();
  }, maxWaitMs);
  try {
    const registration = await container.register(url, { updateViaCache: 'none' });
    const active = registration.active ?? (await awaitActivation(registration, timeout.signal));
    await awaitControl(container, active, timeout.signal);
    return registration;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

async function awaitActivation(
  registration: ServiceWorkerRegistration,
  signal: AbortSignal,
): Promise<ServiceWorker> {
  const worker = registration.installing ?? registration.waiting;
  if (worker === null) throw new Error('Expected a service worker that installs, got none.');
  while (worker.state !== 'activated') {
    if (worker.state === 'redundant') throw new Error('The service worker did not install.');
    await nextEvent(worker, 'statechange', signal);
  }
  return worker;
}

/** A page that was loaded past the service worker, as after a forced reload, is served by it too. */
async function awaitControl(
  container: ServiceWorkerContainer,
  active: ServiceWorker,
  signal: AbortSignal,
): Promise<void> {
  if (container.controller !== null) return;
  const claim: PageNotice = { kind: 'claim' };
  const changed = nextEvent(container, 'controllerchange', signal);
  active.postMessage(claim);
  await changed;
}

function nextEvent(target: EventTarget, type: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    target.addEventListener(
      type,
      () => {
        resolve();
      },
      { once: true, signal },
    );
    signal.addEventListener('abort', () => {
      reject(new Error(`Expected ${type} within ${maxWaitMs} ms.`));
    });
  });
}
