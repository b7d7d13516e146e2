// What Node 20 lacks and the browsers have that we run in.
if (typeof (Promise as Partial<typeof Promise>).withResolvers !== 'function') {
  Promise.withResolvers = <Value>() => {
    let resolve!: (value: Value | PromiseLike<Value>) => void;
    let reject!: (reason?: unknown) => void;
    const promise = new Promise<Value>((onResolve, onReject) => {
      resolve = onResolve;
      reject = onReject;
    });
    return { promise, resolve, reject };
  };
}
if (typeof navigator === 'undefined')
  Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });

if (!('detached' in ArrayBuffer.prototype)) {
  Object.defineProperty(ArrayBuffer.prototype, 'detached', {
    get(this: ArrayBuffer) {
      try {
        return new Uint8Array(this).byteLength < 0;
      } catch {
        return true;
      }
    },
  });
}
