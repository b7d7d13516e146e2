import { NearsideError } from '../errors.ts';
import { showValue } from '../showValue.ts';
import {
  countElements,
  datatypes,
  elementSizeBytes,
  type Datatype,
  type Tensor,
  type TensorSpec,
} from './tensor.ts';

/** The names a datatype's data may arrive under; Float16Array is allowed where the runtime has one. */
const arrayNames: Record<Datatype, readonly string[]> = {
  BOOL: ['Uint8Array', 'Uint8ClampedArray'],
  UINT8: ['Uint8Array', 'Uint8ClampedArray'],
  UINT16: ['Uint16Array'],
  UINT32: ['Uint32Array'],
  UINT64: ['BigUint64Array'],
  INT8: ['Int8Array'],
  INT16: ['Int16Array'],
  INT32: ['Int32Array'],
  INT64: ['BigInt64Array'],
  FP16: ['Uint16Array', 'Float16Array'],
  FP32: ['Float32Array'],
  FP64: ['Float64Array'],
  BYTES: ['Array'],
};

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== 'object') return typeof value;
  return Array.isArray(value) ? 'Array' : Object.prototype.toString.call(value).slice(8, -1);
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : showValue(value);
}

function badInput(name: string, expected: string, came: string): NearsideError {
  return new NearsideError('bad-input', `Input "${name}": expected ${expected}, got ${came}.`);
}

/** Throws `bad-input` unless `tensor` is well formed and fits `spec`. */
export function validateTensor(name: string, tensor: Tensor, spec: TensorSpec): void {
  if (typeof tensor !== 'object' || (tensor as unknown) === null) {
    throw badInput(name, 'a tensor {datatype, shape, data}', describe(tensor));
  }
  if (!datatypes.includes(tensor.datatype)) {
    throw badInput(name, `a datatype of ${datatypes.join(', ')}`, show(tensor.datatype));
  }
  if (tensor.datatype !== spec.datatype) throw badInput(name, `datatype ${spec.datatype}`, tensor.datatype);
  validateShape(name, tensor.shape, spec.shape);
  validateData(name, tensor);
}

function validateShape(name: string, shape: readonly number[], expected: readonly number[]): void {
  const wanted = `shape [${expected.join(', ')}]`;
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw badInput(name, `${wanted} of non-negative integers`, show(shape));
  }
  const fits =
    shape.length === expected.length && expected.every((size, axis) => size === -1 || size === shape[axis]);
  if (!fits) throw badInput(name, wanted, `[${shape.join(', ')}]`);
}

function validateData(name: string, tensor: Tensor): void {
  const count = countElements(tensor.shape);
  const names = arrayNames[tensor.datatype];
  const came = describe(tensor.data);
  if (!names.includes(came)) throw badInput(name, `${tensor.datatype} data as ${names.join(' or ')}`, came);
  const length = (tensor.data as { readonly length: number }).length;
  if (length !== count) {
    throw badInput(name, `${count} elements for shape [${tensor.shape.join(', ')}]`, `${length}`);
  }
  if (tensor.datatype !== 'BYTES') return;
  const wrong = (tensor.data as readonly unknown[]).find((element) => typeof element !== 'string');
  if (wrong !== undefined) throw badInput(name, 'strings as BYTES elements', describe(wrong));
}

/** Bytes a numeric tensor of this type and shape takes; 0 for BYTES. */
export function tensorSizeBytes(datatype: Datatype, shape: readonly number[]): number {
  return (elementSizeBytes(datatype) ?? 0) * countElements(shape);
}
