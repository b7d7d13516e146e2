import type { DeviceProbe } from '../core/ports.ts';
import { ortVersion } from './ort/ortFiles.ts';

interface SparingNavigator {
  readonly connection?: { readonly saveData?: boolean };
  readonly deviceMemory?: number;
}

/** A device with less is left what it has. */
const leastMemory = 4;

let adapter: Promise<string | undefined> | undefined;

/** This browser as far as measurements depend on it. */
export const browserProbe: DeviceProbe = {
  runtime: `onnxruntime-web ${ortVersion}`,
  browser: navigator.userAgent,
  readAdapter: () => (adapter ??= describeAdapter()),
  isSparing: () => {
    // Chromium alone tells, memory in GiB.
    const { connection, deviceMemory = Infinity } = navigator as SparingNavigator;
    return connection?.saveData === true || deviceMemory < leastMemory;
  },
  wallTime: () => Date.now(),
};

async function describeAdapter(): Promise<string | undefined> {
  // Absent in many browsers, whatever the types say.
  const gpu = (navigator as { readonly gpu?: GPU }).gpu;
  const found = await gpu?.requestAdapter().catch(() => null);
  if (found === null || found === undefined) return undefined;
  const { vendor, architecture, device, description, isFallbackAdapter } = found.info;
  const words = [vendor, architecture, device, description, isFallbackAdapter ? 'software' : ''];
  return words.filter((word) => word !== '').join(' ');
}
