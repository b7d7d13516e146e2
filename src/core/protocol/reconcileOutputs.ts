import { messageFault } from './messageFault.ts';
import { countElements, type Tensor, type TensorSpec } from './tensor.ts';

/**
 * A remote endpoint's outputs held against what the model gives: those of `specs`, of their datatypes and shapes, with `rows` rows
 * where the first dimension is free. Ones at the end of a shape come and go between servers, so they follow the spec; outputs that
 * nobody asked for are dropped. Throws `remote` for anything else.
 */
export function reconcileOutputs(
  outputs: Readonly<Record<string, Tensor>>,
  specs: readonly TensorSpec[],
  rows: number,
): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(
    specs.map((spec) => {
      const tensor = Object.hasOwn(outputs, spec.name) ? outputs[spec.name] : undefined;
      if (tensor === undefined) {
        const names = Object.keys(outputs).map((name) => JSON.stringify(name));
        throw messageFault('response', 'outputs', `"${spec.name}" among them`, names.join(', ') || 'none');
      }
      return [spec.name, reconcile(tensor, spec, rows)] as const;
    }),
  );
}

function reconcile(tensor: Tensor, spec: TensorSpec, rows: number): Tensor {
  const { name, datatype } = spec;
  if (tensor.datatype !== datatype) {
    throw messageFault('response', `Output "${name}"`, `datatype ${datatype}`, tensor.datatype);
  }
  const wanted = spec.shape.map((size, axis) => (axis === 0 && size === -1 ? rows : size));
  const fitted = wanted.map((size, axis) => (size === -1 ? (tensor.shape[axis] ?? 1) : size));
  if (isSameBesideOnes(tensor.shape, fitted)) return { ...tensor, shape: fitted };
  throw messageFault(
    'response',
    `Output "${name}"`,
    `shape [${wanted.join(', ')}]`,
    `[${tensor.shape.join(', ')}]`,
  );
}

function isSameBesideOnes(came: readonly number[], wanted: readonly number[]): boolean {
  if (countElements(came) !== countElements(wanted)) return false;
  const rank = Math.max(came.length, wanted.length);
  for (let axis = 0; axis < rank; axis += 1) if ((came[axis] ?? 1) !== (wanted[axis] ?? 1)) return false;
  return true;
}
