import type { ModelConfig } from '../../core/repository/modelConfig.ts';
import { loadText } from '../loadText.ts';
import type { ModelHost } from '../modelHost.ts';
import type { ServedModel } from '../servedModel.ts';
import type { TextModel } from '../textModel.ts';
import { describeServed, type RemoteFacts } from './remoteServed.ts';

type Facts = Omit<RemoteFacts, 'url'>;

/** What an endpoint's answers say of themselves, made anew only where what it is made of changed. */
export class DescribedModels {
  readonly #known = new Map<
    string,
    { readonly config: ModelConfig; readonly facts: Facts; readonly served: ServedModel }
  >();

  describe(config: ModelConfig, facts: Facts, url: string): ServedModel {
    const key = `${config.name}@${facts.version}`;
    const known = this.#known.get(key);
    const isSame =
      known?.config === config && known.facts.specs === facts.specs && known.facts.text === facts.text;
    if (isSame) return known.served;
    const served = describeServed(config, { ...facts, url });
    this.#known.set(key, { config, facts, served });
    return served;
  }

  /** The endpoint is another one. */
  clear(): void {
    this.#known.clear();
  }
}

/** What cuts a model's texts into tokens. For the endpoint alone a failure is none: tensors can still be sent. */
export async function readText(
  config: ModelConfig,
  host: ModelHost | undefined,
  { isRemoteOnly }: { readonly isRemoteOnly: boolean },
): Promise<TextModel | undefined> {
  if (host === undefined) return undefined;
  try {
    return await loadText(config, host.ports.reader);
  } catch (error) {
    if (!isRemoteOnly) throw error;
    return undefined;
  }
}
