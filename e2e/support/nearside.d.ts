import type { Nearside } from '../../src/client/nearside.ts';
import type { PageTools } from './pageTools.ts';

declare global {
  interface Window {
    nearside: Promise<Nearside>;
    tools: PageTools;
  }
}
