import type { DeviceProbe } from '../../src/core/ports.ts';

/** A server keeps no verdicts and has no graphics adapter. */
export const serverProbe: DeviceProbe = {
  runtime: 'onnxruntime-web',
  browser: `Node ${process.version}`,
  readAdapter: () => Promise.resolve(undefined),
  isSparing: () => true,
  wallTime: () => Date.now(),
};
