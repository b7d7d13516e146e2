/** What was refused to the runtime's memory, if anything. */
export interface MemoryLimit {
  readonly budgetBytes: number;
  readonly isExceeded: () => boolean;
}

const pageBytes = 65_536;

/**
 * Bounds every WebAssembly memory that this realm makes from now on, so that a model cannot take the device's. The runtime then fails as
 * if the device had no more. For realms that are thrown away.
 */
export function limitMemory(budgetBytes: number): MemoryLimit {
  const mostPages = Math.floor(budgetBytes / pageBytes);
  const NativeMemory = WebAssembly.Memory;
  let isExceeded = false;
  const limited = function (descriptor: WebAssembly.MemoryDescriptor): WebAssembly.Memory {
    const maximum = Math.min(descriptor.maximum ?? mostPages, mostPages);
    const memory = new NativeMemory({ ...descriptor, maximum });
    memory.grow = (delta: number): number => {
      try {
        return NativeMemory.prototype.grow.call(memory, delta);
      } catch (error) {
        isExceeded = true;
        throw error;
      }
    };
    return memory;
  };
  limited.prototype = NativeMemory.prototype;
  Object.defineProperty(WebAssembly, 'Memory', { value: limited, configurable: true, writable: true });
  return { budgetBytes, isExceeded: () => isExceeded };
}
