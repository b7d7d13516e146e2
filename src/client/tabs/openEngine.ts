import { browserClock } from '../../platform/browserClock.ts';
import { startEngine } from '../engineConnection.ts';
import { createBroker } from './createBroker.ts';
import { followPage } from './followPage.ts';
import { openServiceWorker } from './openServiceWorker.ts';
import { SharedEngine } from './sharedEngine.ts';

export interface EngineOptions {
  readonly repositoryUrl: string;
  /** Of the service worker by which tabs share an engine; without it this page has its own. */
  readonly serviceWorkerUrl: string | undefined;
}

/** An engine in use by connections of this page. */
export interface EngineInUse {
  readonly engine: SharedEngine;
  /** Resolves once the service worker serves this page, or it is known that none will. */
  readonly settled: Promise<void>;
  /** Its last user has left. */
  close(): void;
}

/** Reaches for the engine of `repositoryUrl`: starts it here, or finds the tab that has it. */
export function openEngine({ repositoryUrl, serviceWorkerUrl }: EngineOptions): EngineInUse {
  const isSharing = serviceWorkerUrl !== undefined;
  const registered = isSharing ? openServiceWorker(serviceWorkerUrl) : Promise.resolve(undefined);
  const engine = new SharedEngine(
    // Tabs that run different builds do not speak the same language: scripts are named by what is in them.
    { hostName: `nearside-host ${repositoryUrl} ${import.meta.url}`, repositoryUrl },
    {
      // Absent where the context is not secure, whatever the types say.
      locks: isSharing && 'locks' in navigator ? navigator.locks : undefined,
      broker: createBroker(registered),
      clock: browserClock,
      startEngine: (engineLock) =>
        startEngine({ repositoryUrl, pageUrl: document.baseURI, engineLock, isKeeping: isSharing }),
      makeId: () => crypto.randomUUID(),
    },
  );
  const unfollow = followPage(engine);
  return {
    engine,
    settled: registered.then(() => undefined),
    close: () => {
      unfollow();
      engine.leave();
    },
  };
}
