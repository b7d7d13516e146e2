import type { ModelConfig } from '../../core/repository/modelConfig.ts';
import type { ServedModel } from '../servedModel.ts';
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

/** What answers of an endpoint say of themselves. `version` is what was asked for, empty where nothing was. */
export function describeServed(
  config: ModelConfig,
  { url, version, specs }: { readonly url: string; readonly version: string; readonly specs: LocalSpecs },
): ServedModel {
  const { inputs, outputs } = specs ?? { inputs: [], outputs: [] };
  const hasRows = [...inputs, ...outputs].every(({ shape }) => shape[0] === -1);
  leads += 1;
  return {
    config,
    version: { version },
    spec: { variant: 'remote', file: { sha256: remoteDigest(url) } },
    report: { inputs, outputs, batching: hasRows ? 'independent' : 'fixed', backend: 'remote' },
    isClassifier: config.task?.endsWith('-classification') ?? false,
    lead: {
      key: `${config.name}@${version}#remote${leads}`,
      labels: config.labels ?? [],
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
