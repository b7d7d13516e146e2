import { cacheNames } from 'workbox-core';
import { getCacheKeyForURL, matchPrecache, precache, type PrecacheEntry } from 'workbox-precaching';
import type { PageNotice } from '../platform/tabs/brokerMessages.ts';
import { runtimeCacheName } from '../platform/tabs/cacheNames.ts';
import { answerShare } from './answerShare.ts';
import { holdClientLock } from './holdClientLock.ts';
import { HostFinder } from './hostFinder.ts';
import { introduce } from './introduce.ts';
import { isolateResponse } from './isolateResponse.ts';
import { answerAsset, formerCacheName, keepFormerAssets } from './keptAssets.ts';
import { restoreShell } from './restoreShell.ts';
import { ProtocolDesk } from './protocolDesk.ts';
import { matchSiteRoute, type SiteRoute } from './siteRoutes.ts';

/** Serves the app of this scope: its shell from this device, with a network or without. */
export function serveSite(scope: ServiceWorkerGlobalScope, shell: readonly PrecacheEntry[]): void {
  const scopeUrl = scope.registration.scope;
  // Erasing everything ends the keeping as well: what is asked from then on leaves no trace.
  let isErased = false;

  precache([...shell]);
  scope.addEventListener('install', (event) => {
    const current = new Set(shell.map(({ url }) => getCacheKeyForURL(new URL(url, scopeUrl).href) ?? url));
    event.waitUntil(keepFormerAssets(cacheNames.precache, current));
  });
  scope.addEventListener('activate', (event) => {
    event.waitUntil(scope.clients.claim());
  });

  const finder = new HostFinder(
    async () => await scope.clients.matchAll({ type: 'window', includeUncontrolled: true }),
  );
  const wanted = { kind: 'repository', repositoryUrl: new URL('models/', scopeUrl).href } as const;
  const desk = new ProtocolDesk({ wanted, find: () => finder.find(wanted), clientLock: holdClientLock() });

  scope.addEventListener('message', (event) => {
    const notice = event.data as PageNotice;
    const { source } = event;
    if (notice.kind === 'skip-waiting') event.waitUntil(scope.skipWaiting());
    else if (notice.kind === 'claim') {
      // A visit after everything was erased: the registration may be the one of before, whose shell is gone.
      isErased = false;
      event.waitUntil(Promise.all([scope.clients.claim(), restoreShell(shell, scopeUrl)]));
    } else if (notice.kind === 'erased') isErased = true;
    else if (!(source instanceof Client)) return;
    else if (notice.kind === 'found') finder.receive(notice.ticket, source.id, notice.state);
    else event.waitUntil(introduce(notice, source, finder));
  });

  async function answerShell(request: Request): Promise<Response> {
    if (isErased) return await fetch(request);
    return (await matchPrecache(new URL('index.html', scopeUrl).href)) ?? (await fetch(request));
  }

  async function answerFile(request: Request): Promise<Response> {
    if (isErased) return await fetch(request);
    return (
      (await matchPrecache(request.url)) ?? (await answerAsset(request, [runtimeCacheName, formerCacheName]))
    );
  }

  async function answer(route: SiteRoute, request: Request): Promise<Response> {
    switch (route.kind) {
      case 'page':
        return isolateResponse(await answerShell(request), 'document');
      case 'asset':
        return isolateResponse(await answerFile(request), request.destination);
      case 'share':
        return await answerShare(request, scopeUrl);
      case 'protocol':
        return await desk.answer(request, route.path);
      case 'network':
        return await fetch(request);
    }
  }

  scope.addEventListener('fetch', (event) => {
    const { request } = event;
    const { url, method, mode } = request;
    const route = matchSiteRoute({ url, method, isNavigation: mode === 'navigate' }, scopeUrl);
    if (route.kind !== 'network') event.respondWith(answer(route, request));
  });
}
