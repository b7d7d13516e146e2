// UTF-8 conversion is no ECMAScript, but it is pure and every realm of ours has it.
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(encoding?: 'utf-8', options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(bytes: Uint8Array, options?: { readonly stream?: boolean }): string;
}
