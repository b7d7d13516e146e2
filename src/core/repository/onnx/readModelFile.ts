import { NearsideError } from '../../errors.ts';
import type { OnnxModel } from './onnxModel.ts';
import { parseOnnx } from './parseOnnx.ts';
import { parseOrt } from './parseOrt.ts';

export interface ModelFileContents {
  /** ONNX's protobuf, or the flatbuffer of the runtime. */
  readonly format: 'onnx' | 'ort';
  readonly model: OnnxModel;
}

const lfsMark = 'version https://git-lfs.github.com/spec/';
const ortMark = 'ORTM';
const looksAtBytes = 512;

/**
 * What a model's file holds. Throws `model-load` for what is often found under a model's name and is none, saying what it is: nothing, a
 * Git LFS pointer, a web page, other text, bytes that are damaged or cut.
 */
export function readModelFile(bytes: Uint8Array): ModelFileContents {
  if (bytes.length === 0) throw wrong('an empty file');
  if (new TextDecoder().decode(bytes.subarray(4, 8)) === ortMark)
    return { format: 'ort', model: parseOrt(bytes) };
  try {
    return { format: 'onnx', model: parseOnnx(bytes) };
  } catch (error) {
    const came = nameText(bytes);
    throw came === undefined ? error : wrong(came);
  }
}

function nameText(bytes: Uint8Array): string | undefined {
  const text = textOf(bytes.subarray(0, looksAtBytes), bytes.length > looksAtBytes);
  if (text === undefined) return undefined;
  if (text.startsWith(lfsMark))
    return 'a Git LFS pointer, which only names the model (fetch it with "git lfs pull")';
  if (/^\s*<(!doctype|html|\?xml|head|body)/i.test(text)) return 'a web page';
  return /^\s*[{[]/.test(text) ? 'JSON text' : 'a text file';
}

/** The bytes as text, unless some are none. */
function textOf(head: Uint8Array, isCut: boolean): string | undefined {
  // Line breaks, tabs and form feeds are the only control characters of plain text.
  const isBinary = head.some((byte) => byte === 127 || (byte < 32 && ![9, 10, 12, 13].includes(byte)));
  if (isBinary) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: isCut });
  } catch {
    return undefined;
  }
}

function wrong(came: string): NearsideError {
  return new NearsideError('model-load', `Expected an ONNX or ORT model, got ${came}.`);
}
