import { describeResultStore } from './resultStore.contract.ts';
import { MemoryResultStore } from './testing/memoryResultStore.ts';

describeResultStore('in memory', () => new MemoryResultStore());
