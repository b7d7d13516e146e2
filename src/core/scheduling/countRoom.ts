/** What instances of one model would share the device with. */
export interface RoomConditions {
  readonly backend: 'wasm' | 'webgpu';
  readonly cores: number;
  /** Threads that one instance runs on. */
  readonly threads: number;
  /** Threads of the other models that are at work. */
  readonly othersThreads: number;
  /** Memory that all instances together may take. */
  readonly memoryBytes: number;
  /** Memory that one instance is reckoned to take. */
  readonly instanceBytes: number;
  readonly othersBytes: number;
}

const mostInstances = 8;

/** How many instances a model may have so that threads never outnumber cores and memory is kept; at least one. A GPU runs one thing at a time. */
export function countRoom(conditions: RoomConditions): number {
  const { backend, cores, threads, othersThreads, memoryBytes, instanceBytes, othersBytes } = conditions;
  if (backend === 'webgpu') return 1;
  const byCores = Math.floor((cores - othersThreads) / Math.max(1, threads));
  const byMemory = Math.floor((memoryBytes - othersBytes) / Math.max(1, instanceBytes));
  return Math.max(1, Math.min(byCores, byMemory, mostInstances));
}
