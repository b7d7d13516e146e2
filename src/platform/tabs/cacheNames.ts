/** Where the runtime's scripts are kept: the engine writes what it used, the service worker answers from it. */
export const runtimeCacheName = 'nearside-runtime';

/** Where the descriptions of the repository's models are kept. */
export const repositoryCacheName = 'nearside-repository';

/** Where what another app shared lies until the page takes it. */
export const sharedCacheName = 'nearside-shared';

/** The name of a shared file, which a body does not tell. */
export const sharedNameHeader = 'X-Shared-Name';
