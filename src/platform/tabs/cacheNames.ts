/** Where the runtime's scripts are kept: the engine writes what it used, the service worker answers from it. */
export const runtimeCacheName = 'nearside-runtime';
