/** An empty module: what the runtime is handed in place of its bytes. */
const standIn = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/**
 * The runtime takes its WebAssembly as bytes alone and compiles them itself. These bytes stand for a module that is compiled already:
 * whoever instantiates them in this realm gets an instance of that module. For realms of one runtime.
 */
export function presentModule(module: WebAssembly.Module): Uint8Array<ArrayBuffer> {
  const native = WebAssembly.instantiate;
  const instantiate = async (
    source: BufferSource | WebAssembly.Module,
    imports?: WebAssembly.Imports,
  ): Promise<WebAssembly.Instance | WebAssembly.WebAssemblyInstantiatedSource> => {
    if (!isStandIn(source)) return await native(source as BufferSource, imports);
    return { module, instance: await native(module, imports) };
  };
  Object.defineProperty(WebAssembly, 'instantiate', {
    value: instantiate,
    configurable: true,
    writable: true,
  });
  return Uint8Array.from(standIn);
}

function isStandIn(source: BufferSource | WebAssembly.Module): boolean {
  if (source instanceof WebAssembly.Module || source.byteLength !== standIn.length) return false;
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  return standIn.every((byte, index) => byte === bytes[index]);
}
