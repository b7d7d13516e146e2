import 'fake-indexeddb/auto';
import { openIdbByteStore } from './idbByteStore.ts';
import { createMemoryByteStore } from './memoryByteStore.ts';
import { testByteStore } from './byteStore.contract.ts';

testByteStore('memory', () => Promise.resolve(createMemoryByteStore()));

let databases = 0;
testByteStore('IndexedDB', () => {
  databases += 1;
  return openIdbByteStore(`test-${databases}`);
});
