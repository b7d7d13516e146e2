import { describeResultStore } from './resultStore.contract.ts';
import { MemoryResultStore } from '../../core/caching/testing/memoryResultStore.ts';

describeResultStore('in memory', () => new MemoryResultStore());
