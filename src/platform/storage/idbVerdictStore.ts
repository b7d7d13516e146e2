import type { VerdictStore } from '../../core/ports.ts';
import { openKeyedStore } from './openKeyedStore.ts';

/** Which backend was measured to be the faster one, by model digest and surroundings. */
export const idbVerdictStore: VerdictStore = openKeyedStore<'wasm' | 'webgpu'>('nearside-verdicts');
