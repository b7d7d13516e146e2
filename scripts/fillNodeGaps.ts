// Node 20 lacks two things that every browser with WebAssembly threads has.
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
