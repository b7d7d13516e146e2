/** Which engine is looked for. */
export type EngineWanted =
  /** The one that the tabs of one build share. */
  | { readonly kind: 'shared'; readonly hostName: string }
  /** Any over this repository, to answer the protocol. */
  | { readonly kind: 'repository'; readonly repositoryUrl: string };

/** How a page stands to an engine that is looked for. */
export type HostingState = 'hosting' | 'coming' | 'elsewhere';

/** Page to service worker. */
export type PageNotice =
  /** The page wants to be served by the service worker that is there. */
  | { readonly kind: 'claim' }
  /** The person wants the new build now. */
  | { readonly kind: 'skip-waiting' }
  /** Everything on the device was erased: nothing may be kept any more. */
  | { readonly kind: 'erased' }
  /** The page wants `gate` to be given to the tab that hosts the engine. */
  | { readonly kind: 'join'; readonly hostName: string; readonly letter: GateLetter }
  /** The answer to `seek`. */
  | { readonly kind: 'found'; readonly ticket: number; readonly state: HostingState };

/** Service worker to page. */
export type BrokerNotice =
  | { readonly kind: 'seek'; readonly ticket: number; readonly wanted: EngineWanted }
  | { readonly kind: 'admit'; readonly wanted: EngineWanted; readonly letter: GateLetter }
  /** Nobody hosts yet, but somebody is about to, and will say so. */
  | { readonly kind: 'join-later'; readonly hostName: string };

/** A way to an engine, from the realm that wants it. */
export interface GateLetter {
  readonly gate: MessagePort;
  /** Held by that realm for as long as it wants the way kept. */
  readonly clientLock: string;
}
