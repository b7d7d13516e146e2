import type { Datatype } from '../../protocol/tensor.ts';

interface ElementType {
  /** ONNX's name. */
  readonly name: string;
  /** Bits of one element; 0 where they vary. */
  readonly bits: number;
  /** The protocol's name; undefined for what it has none for. */
  readonly datatype?: Datatype;
}

/** TensorProto.DataType of onnx.proto. */
const byNumber: readonly ElementType[] = [
  { name: 'undefined', bits: 0 },
  { name: 'float32', bits: 32, datatype: 'FP32' },
  { name: 'uint8', bits: 8, datatype: 'UINT8' },
  { name: 'int8', bits: 8, datatype: 'INT8' },
  { name: 'uint16', bits: 16, datatype: 'UINT16' },
  { name: 'int16', bits: 16, datatype: 'INT16' },
  { name: 'int32', bits: 32, datatype: 'INT32' },
  { name: 'int64', bits: 64, datatype: 'INT64' },
  { name: 'string', bits: 0, datatype: 'BYTES' },
  { name: 'bool', bits: 8, datatype: 'BOOL' },
  { name: 'float16', bits: 16, datatype: 'FP16' },
  { name: 'float64', bits: 64, datatype: 'FP64' },
  { name: 'uint32', bits: 32, datatype: 'UINT32' },
  { name: 'uint64', bits: 64, datatype: 'UINT64' },
  { name: 'complex64', bits: 64 },
  { name: 'complex128', bits: 128 },
  { name: 'bfloat16', bits: 16 },
  { name: 'float8e4m3fn', bits: 8 },
  { name: 'float8e4m3fnuz', bits: 8 },
  { name: 'float8e5m2', bits: 8 },
  { name: 'float8e5m2fnuz', bits: 8 },
  { name: 'uint4', bits: 4 },
  { name: 'int4', bits: 4 },
  { name: 'float4e2m1', bits: 4 },
];

/** What ONNX's number of a type stands for. */
export function elementTypeOf(number: number): ElementType {
  return byNumber[number] ?? { name: `type ${number}`, bits: 0 };
}
