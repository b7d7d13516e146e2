/**
 * Runs `create`, which is to start a module worker at an address relative to its module, in the one form that bundlers follow. A script of
 * another origin, as of a package on a CDN, may not be a worker; a worker of this origin then imports it.
 *
 * @param moduleUrl the caller's `import.meta.url`: its scripts come from where it came from
 */
export function spawnWorker(moduleUrl: string, create: () => Worker): Worker {
  if (new URL(moduleUrl).origin === self.origin) return create();
  const NativeWorker = globalThis.Worker;
  // For the time of one call: the address stands in the call alone, where bundlers put it.
  globalThis.Worker = class extends NativeWorker {
    constructor(script: string | URL, options?: WorkerOptions) {
      super(isOwn(script) ? script : wrapScript(script), options);
    }
  };
  try {
    return create();
  } finally {
    globalThis.Worker = NativeWorker;
  }
}

function isOwn(script: string | URL): boolean {
  return new URL(script, self.location.href).origin === self.origin;
}

/** The address of a script of this origin that imports the other one; it lives as long as this realm. */
function wrapScript(script: string | URL): string {
  const source = `import ${JSON.stringify(String(script))};`;
  return URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
}
