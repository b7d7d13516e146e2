import { isClassifier } from '../../core/repository/isClassifier.ts';
import type { ModelConfig } from '../../core/repository/modelConfig.ts';
import type { ServedModel } from '../servedModel.ts';
import type { TextModel } from '../textModel.ts';
import type { LocalSpecs } from './remoteKnowledge.ts';

/** Stands where a deployment has the digest of its bytes: results of different endpoints never meet. */
export function remoteDigest(url: string): string {
  return `${remotePrefix}${url}`;
}

/** Whether a generation of results is an endpoint's. */
export function isRemoteGeneration(generation: string): boolean {
  return generation.startsWith(remotePrefix);
}

const remotePrefix = 'remote:';
let leads = 0;

export interface RemoteFacts {
  readonly url: string;
  /** What was asked for, empty where nothing was. */
  readonly version: string;
  readonly specs: LocalSpecs;
  /** Of a model that takes texts by a tokenizer of its own. */
  readonly text?: TextModel | undefined;
}

/** What answers of an endpoint say of themselves. */
export function describeServed(
  stated: ModelConfig,
  { url, version, specs, text: files }: RemoteFacts,
): ServedModel {
  const { inputs, outputs } = specs ?? { inputs: [], outputs: [] };
  const text = files?.serve(stated, { inputs, outputs, backend: 'remote' });
  const config = text?.config ?? stated;
  const hasRows = [...inputs, ...outputs].every(({ shape }) => shape[0] === -1);
  leads += 1;
  return {
    config,
    version: { version },
    spec: { variant: 'remote', file: { sha256: remoteDigest(url) } },
    report: { inputs, outputs, batching: hasRows ? 'independent' : 'fixed', backend: 'remote' },
    isClassifier: text === undefined ? isClassifier(config) : text.head.kind === 'classes',
    text,
    lead: {
      key: `${config.name}@${version}#remote${leads}`,
      labels: config.labels ?? [],
      ...(config.activation === undefined ? {} : { activation: config.activation }),
      trace: {
        model: config.name,
        version,
        source: 'remote',
        reason: 'mode',
        variant: 'remote',
        backend: 'remote',
      },
    },
  };
}
