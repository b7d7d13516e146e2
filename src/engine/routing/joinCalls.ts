import type { Tensor } from '../../core/protocol/tensor.ts';
import type { NumericArray } from '../../core/protocol/tensor.ts';
import { joinPadded } from '../../core/tokens/joinPadded.ts';
import type { EngineRequest } from '../engineRequest.ts';
import type { RowWidener, TextReader } from '../textReader.ts';
import type { RemoteCall } from './remoteCall.ts';

/** Ids padded with zeros; the sum over ids does not see them. */
export const idsWidener: RowWidener = { joinInput: (parts) => joinPadded(parts, () => 0) };

/** A request's input as tensors, in the order of the model's inputs. */
export function tensorsOf({ input }: EngineRequest, text: TextReader | undefined): readonly Tensor[] {
  if (input.kind === 'tensors') return input.tensors;
  if (text !== undefined) return text.tensorsOf(input);
  const { store, start, length } = input;
  return [{ datatype: 'INT32', shape: [1, length], data: store.slice(start, start + length) }];
}

/** Bytes of the tensors; texts by their UTF-16 length. */
export function sizeOf(tensors: readonly Tensor[]): number {
  return tensors.reduce((sum, { data }) => sum + sizeOfData(data), 0);
}

/** The call at the head with up to `surplus` others of at most `most` rows in all that may go with it, and those that stay. */
export function takeSharers(
  head: RemoteCall,
  waiting: readonly RemoteCall[],
  { most, surplus }: { readonly most: number; readonly surplus: number },
): readonly [taken: readonly RemoteCall[], rest: RemoteCall[]] {
  const taken = [head];
  let { rows } = head;
  const rest = waiting.filter((call) => {
    if (taken.length > surplus || rows + call.rows > most || !mayShare(head, call)) return true;
    rows += call.rows;
    taken.push(call);
    return false;
  });
  return [taken, rest];
}

/** Whether the rows of both may go in one call: same version, outputs and shape of a row, unless they can be widened, and no parameters. */
function mayShare(left: RemoteCall, right: RemoteCall): boolean {
  return (
    left.version === right.version &&
    left.specs === right.specs &&
    left.part === undefined &&
    right.part === undefined &&
    left.parameters === undefined &&
    right.parameters === undefined &&
    left.request.outputs.join() === right.request.outputs.join() &&
    left.widener === right.widener &&
    (left.widener !== undefined ||
      left.tensors.every((tensor, index) => isSameRow(tensor, right.tensors[index])))
  );
}

/** The inputs of all calls by name, their rows one behind the other. */
export function joinInputs(calls: readonly RemoteCall[]): Readonly<Record<string, Tensor>> {
  const [first] = calls as readonly [RemoteCall];
  return Object.fromEntries(
    first.specs.inputs.map((spec, index) => {
      const parts = calls.map(({ tensors }) => tensors[index] as Tensor);
      if (parts.length === 1) return [spec.name, parts[0] as Tensor] as const;
      return [spec.name, first.widener?.joinInput(parts, index) ?? joinTensors(parts)] as const;
    }),
  );
}

function joinTensors(parts: readonly Tensor[]): Tensor {
  const [first] = parts as [Tensor];
  const rows = parts.reduce((sum, { shape }) => sum + (shape[0] ?? 1), 0);
  const shape = [rows, ...first.shape.slice(1)];
  if (!ArrayBuffer.isView(first.data))
    return { ...first, shape, data: parts.flatMap(({ data }) => data as readonly string[]) };
  const arrays = parts.map(({ data }) => data as NumericArray);
  const length = arrays.reduce((sum, array) => sum + array.length, 0);
  const joined = new (first.data.constructor as new (length: number) => Float32Array<ArrayBuffer>)(length);
  let offset = 0;
  for (const array of arrays) {
    joined.set(array as Float32Array, offset);
    offset += array.length;
  }
  return { ...first, shape, data: joined };
}

function isSameRow(left: Tensor, right: Tensor | undefined): boolean {
  return right?.datatype === left.datatype && right.shape.slice(1).join() === left.shape.slice(1).join();
}

function sizeOfData(data: Tensor['data']): number {
  if (ArrayBuffer.isView(data)) return data.byteLength;
  return data.reduce((sum, text) => sum + 2 * text.length + 4, 0);
}
