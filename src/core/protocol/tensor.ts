/** Open Inference Protocol datatypes. */
export type Datatype =
  | 'BOOL'
  | 'UINT8'
  | 'UINT16'
  | 'UINT32'
  | 'UINT64'
  | 'INT8'
  | 'INT16'
  | 'INT32'
  | 'INT64'
  | 'FP16'
  | 'FP32'
  | 'FP64'
  | 'BYTES';

/** Row-major data of one array. FP16 is carried as Uint16 bit patterns, BYTES as UTF-8 strings. */
export interface Tensor {
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  readonly data: ArrayBufferView | readonly string[];
}

/** What a model takes or gives; −1 stands for a free dimension. */
export interface TensorSpec {
  readonly name: string;
  readonly datatype: Datatype;
  readonly shape: readonly number[];
}

export type NumericArray =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

interface NumericArrayConstructor {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): NumericArray;
}

const constructors: Record<Exclude<Datatype, 'BYTES'>, NumericArrayConstructor> = {
  BOOL: Uint8Array,
  UINT8: Uint8Array,
  UINT16: Uint16Array,
  UINT32: Uint32Array,
  UINT64: BigUint64Array,
  INT8: Int8Array,
  INT16: Int16Array,
  INT32: Int32Array,
  INT64: BigInt64Array,
  FP16: Uint16Array,
  FP32: Float32Array,
  FP64: Float64Array,
};

/** All datatypes in a fixed order, so that a number can stand for one in packed messages. */
export const datatypes: readonly Datatype[] = [...(Object.keys(constructors) as Datatype[]), 'BYTES'];

/** Bytes of one element; undefined for BYTES, whose elements vary. */
export function elementSizeBytes(datatype: Datatype): number | undefined {
  return datatype === 'BYTES' ? undefined : constructors[datatype].BYTES_PER_ELEMENT;
}

/** The typed array that carries `datatype`, as a view on `buffer`. */
export function viewTensorData(
  datatype: Exclude<Datatype, 'BYTES'>,
  buffer: ArrayBufferLike,
  byteOffset = 0,
  length?: number,
): NumericArray {
  return new constructors[datatype](buffer, byteOffset, length);
}

/** Whether these are numbers in the typed array that carries `datatype`. */
export function isArrayOf(datatype: Exclude<Datatype, 'BYTES'>, values: object): values is NumericArray {
  return values.constructor === constructors[datatype];
}

/** Elements in an array of this shape; 1 for a scalar. */
export function countElements(shape: readonly number[]): number {
  let count = 1;
  for (const size of shape) count *= size;
  return count;
}

/** The bytes behind a numeric tensor, without copying. */
export function tensorBytes(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
