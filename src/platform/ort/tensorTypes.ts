import type { Tensor as OrtTensor } from 'onnxruntime-web';
import type { Datatype } from '../../core/protocol/tensor.ts';

type OrtType = OrtTensor.Type;

const byDatatype: Record<Datatype, OrtType> = {
  BOOL: 'bool',
  UINT8: 'uint8',
  UINT16: 'uint16',
  UINT32: 'uint32',
  UINT64: 'uint64',
  INT8: 'int8',
  INT16: 'int16',
  INT32: 'int32',
  INT64: 'int64',
  FP16: 'float16',
  FP32: 'float32',
  FP64: 'float64',
  BYTES: 'string',
};

const byOrtType = new Map(
  (Object.entries(byDatatype) as [Datatype, OrtType][]).map(([datatype, type]) => [type, datatype]),
);

/** The runtime's name of a protocol datatype. */
export function toOrtType(datatype: Datatype): OrtType {
  return byDatatype[datatype];
}

/** The protocol datatype of a runtime type, or undefined for what the protocol has no name for. */
export function toDatatype(type: string): Datatype | undefined {
  return byOrtType.get(type as OrtType);
}
