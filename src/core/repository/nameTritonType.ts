import type { Datatype } from '../protocol/tensor.ts';

/** A datatype as Triton's configuration names it: texts otherwise than the protocol does. */
export function nameTritonType(datatype: Datatype): string {
  return datatype === 'BYTES' ? 'TYPE_STRING' : `TYPE_${datatype}`;
}
