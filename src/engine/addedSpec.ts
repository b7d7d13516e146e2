import type { InstanceSpec, ModelFile, RepositoryReader } from '../core/ports.ts';
import type { ModelConfig, VariantConfig } from '../core/repository/modelConfig.ts';
import type { KeptFile } from '../core/repository/modelTrial.ts';

/** What runs of a model, from where, and by which findings, where it was added. */
export function addedSpec(
  { name, added, inputs = [], outputs = [] }: ModelConfig,
  variant: VariantConfig,
  reader: RepositoryReader,
): Pick<InstanceSpec, 'file' | 'trial'> {
  const locate = ({ sizeBytes, sha256 }: KeptFile, file: string): ModelFile => ({
    sizeBytes,
    sha256,
    ...(reader.locate?.(sha256) ?? {
      url: new URL(`${encodeURIComponent(name)}/${file}`, reader.baseUrl).href,
    }),
  });
  if (added === undefined) return { file: locate(variant, variant.file) };
  const { unlocked, external, batching, sample } = added;
  return {
    file: locate(unlocked ?? variant, variant.file),
    trial: {
      batching,
      sample,
      external: external.map((file) => ({ ...locate(file, file.name), name: file.name })),
      ...(unlocked === undefined ? {} : { listed: { inputs, outputs } }),
    },
  };
}
