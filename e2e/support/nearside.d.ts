import type { Nearside } from '../../src/client/nearside.ts';

declare global {
  interface Window {
    nearside: Promise<Nearside>;
  }
}
