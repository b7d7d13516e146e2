export const ortVersion = '1.30.0';

/** Sizes and SHA-256 of the runtime's WebAssembly files of this version; the model store verifies them like models. */
export const ortFiles = {
  wasm: {
    sizeBytes: 14_239_897,
    sha256: '3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2',
  },
  jspi: {
    sizeBytes: 16_758_545,
    sha256: 'a54c76f86b0f0d9572380cf1c6292a7b3903716ffcbcd6b0e5c7050bf430eb93',
  },
  asyncify: {
    sizeBytes: 26_781_914,
    sha256: '39f9f0894d478800487ed9f7dbe92618498db320cf55c8e3d89adff8dce658da',
  },
} as const;
