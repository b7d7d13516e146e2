import type { AddOptions } from './addOptions.ts';
import type { AddedModel } from './addedModel.ts';
import type { DescribedReport } from './describeAdded.ts';
import { parseModelConfig } from './parseModelConfig.ts';
import { saidOf } from './saidOf.ts';

/** What a kept model's description was made of, so that it can be made anew. Throws `model-load` for one of another form. */
export function readDescribed({
  name,
  description,
  inspection,
  files,
}: AddedModel): DescribedReport & { readonly said: AddOptions } {
  const config = parseModelConfig(description, name);
  const { inputs = [], outputs = [], added } = config;
  const { batching = 'fixed', sample = { kind: 'none' }, unfetchable = [], external = [] } = added ?? {};
  const unlocked = added?.unlocked === undefined ? {} : { unlocked: added.unlocked };
  const said = saidOf(config);
  return { said, inspection, inputs, outputs, batching, sample, unfetchable, external, files, ...unlocked };
}
