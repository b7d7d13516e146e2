import type { Tensor } from '../core/protocol/tensor.ts';
import type { Deployment } from './deployment.ts';
import type { FeatureSpan, PreparedInput } from './preparedInput.ts';

/** What a prepared value looks like to the model: its inputs by name. */
export function namedTensors(
  { report, text }: Pick<Deployment, 'report' | 'text'>,
  input: PreparedInput,
): Record<string, Tensor> {
  const tensors =
    input.kind === 'tensors'
      ? input.tensors
      : text === undefined
        ? [{ datatype: 'INT32', shape: [1, input.length], data: idsOf(input) } as const]
        : text.tensorsOf(input);
  return Object.fromEntries(
    report.inputs.map((spec, index) => [spec.name, tensors[index] as Tensor] as const),
  );
}

function idsOf({ store, start, length }: FeatureSpan): Int32Array<ArrayBuffer> {
  return store.slice(start, start + length);
}
