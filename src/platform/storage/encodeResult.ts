import type { CachedResult } from '../../core/caching/cachedResult.ts';
import type { JobOutput } from '../../core/ports.ts';
import { ScratchBytes } from '../crypto/scratchBytes.ts';
import { tensorBytes, viewTensorData, type Datatype } from '../../core/protocol/tensor.ts';

interface OutputHeader {
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  readonly sizeBytes: number;
}

type Header = Omit<CachedResult, 'outputs'> & { readonly outputs: readonly OutputHeader[] };

const alignment = 8;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });
const heads = new ScratchBytes();

/** A result as bytes: the length of its header, the header as JSON, then each output's data on a boundary of 8 bytes. */
export function encodeResult(result: CachedResult): Uint8Array<ArrayBuffer> {
  const data = result.outputs.map((output) =>
    ArrayBuffer.isView(output.data) ? tensorBytes(output.data) : encoder.encode(JSON.stringify(output.data)),
  );
  const outputs = result.outputs.map(({ datatype, shape }, index): OutputHeader => ({
    datatype,
    shape,
    sizeBytes: (data[index] as Uint8Array).byteLength,
  }));
  const header: Header = { ...result, outputs };
  const head = encoder.encode(JSON.stringify(header));
  let at = align(4 + head.byteLength);
  const bytes = new Uint8Array(data.reduce((end, part) => align(end + part.byteLength), at));
  new DataView(bytes.buffer).setUint32(0, head.byteLength, true);
  bytes.set(head, 4);
  for (const part of data) {
    bytes.set(part, at);
    at = align(at + part.byteLength);
  }
  return bytes;
}

/** Inverse of {@link encodeResult}; undefined for bytes that are no result. */
export function decodeResult(bytes: Uint8Array<ArrayBuffer>): CachedResult | undefined {
  try {
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    const header = JSON.parse(decoder.decode(heads.hold(bytes, 4, 4 + length))) as Header;
    const { signature, tag, batchSize, costMs, createdAt } = header;
    let at = align(4 + length);
    const outputs = header.outputs.map((stated) => {
      const output = decodeOutput(stated, bytes.slice(at, at + stated.sizeBytes));
      at = align(at + stated.sizeBytes);
      return output;
    });
    const { model, partition, generation } = tag;
    return { signature, tag: { model, partition, generation }, outputs, batchSize, costMs, createdAt };
  } catch {
    return undefined;
  }
}

function decodeOutput({ datatype, shape }: OutputHeader, data: Uint8Array<ArrayBuffer>): JobOutput {
  if (datatype === 'BYTES')
    return { datatype, shape, data: JSON.parse(decoder.decode(data)) as readonly string[] };
  return { datatype, shape, data: viewTensorData(datatype, data.buffer) };
}

function align(at: number): number {
  return Math.ceil(at / alignment) * alignment;
}
