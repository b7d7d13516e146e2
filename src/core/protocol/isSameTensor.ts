import { tensorBytes, type Tensor } from './tensor.ts';

/** Whether two tensors have the same datatype, shape and elements, bit by bit. */
export function isSameTensor(left: Tensor, right: Tensor): boolean {
  return (
    left.datatype === right.datatype &&
    left.shape.join() === right.shape.join() &&
    isSameData(elementsOf(left), elementsOf(right))
  );
}

type Elements = Uint8Array | readonly string[];

function elementsOf({ data }: Tensor): Elements {
  return ArrayBuffer.isView(data) ? tensorBytes(data) : data;
}

function isSameData(left: Elements, right: Elements): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) if (left[index] !== right[index]) return false;
  return true;
}
