const reportWaitMs = 1000;
const timeoutMs = 3000;

/** Such a report's body has no properties of its own to read; what it serializes to has. */
interface BlockedReport {
  toJSON(): { readonly body: { readonly blockedURL?: string } | null };
}

/**
 * Whether a server answers at this address, readable or not. In a page that is isolated an answer that names no policy is kept from
 * it like no answer at all; but the browser then reports what it kept, which it cannot do where nothing came.
 */
export async function answersAnyone(url: string, signal?: AbortSignal): Promise<boolean> {
  const { promise: blocked, resolve } = Promise.withResolvers<boolean>();
  const observer =
    typeof ReportingObserver === 'undefined'
      ? undefined
      : new ReportingObserver(
          (reports) => {
            const isBlocked = (reports as unknown as readonly BlockedReport[]).some(
              (report) => report.toJSON().body?.blockedURL === url,
            );
            if (isBlocked) resolve(true);
          },
          { types: ['coep'] },
        );
  observer?.observe();
  try {
    const limit = AbortSignal.timeout(timeoutMs);
    await fetch(url, {
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    });
    return true;
  } catch {
    signal?.throwIfAborted();
    const timer = setTimeout(() => {
      resolve(false);
    }, reportWaitMs);
    const isThere = observer !== undefined && (await blocked);
    clearTimeout(timer);
    return isThere;
  } finally {
    observer?.disconnect();
  }
}
