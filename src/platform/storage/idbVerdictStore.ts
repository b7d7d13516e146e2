import type { VerdictStore } from '../../core/ports.ts';
import type { StoredVerdict } from '../../core/scheduling/keptVerdict.ts';
import { openKeyedStore } from './openKeyedStore.ts';

/** What calibrations found, by the bytes that were measured. */
export const idbVerdictStore: VerdictStore = openKeyedStore<StoredVerdict>('nearside-verdicts');
