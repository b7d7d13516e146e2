import type { JobInput } from '../core/ports.ts';
import type { TensorSpec } from '../core/protocol/tensor.ts';
import { fillTokenInput, tokenRoleOf, type TokenRole } from '../core/tokens/tokenInput.ts';
import type { FeatureSpan } from './engineRequest.ts';
import type { ServedText } from './servedText.ts';

/** The inputs of a text model for these rows: padded to the longest of them, or to the width that the model or its backend wants. */
export function buildTokenInputs(
  spans: readonly FeatureSpan[],
  specs: readonly TensorSpec[],
  text: Pick<ServedText, 'layout' | 'widthOf'>,
  executedRows: number = spans.length,
): readonly JobInput[] {
  let longest = 1;
  for (const { length } of spans) longest = Math.max(longest, length);
  const width = text.widthOf(longest);
  const { padId } = text.layout;
  return specs.map((spec) => ({
    kind: 'numeric',
    datatype: spec.datatype as Exclude<TensorSpec['datatype'], 'BYTES'>,
    shape: [executedRows, width],
    fill: (target) => {
      fillTokenInput(tokenRoleOf(spec) as TokenRole, spans, { width, padId }, target);
    },
  }));
}
