import type { TensorSpec } from '../protocol/tensor.ts';
import { maxBatchSize } from './maxBatchSize.ts';
import type { ModelConfig } from './modelConfig.ts';
import { nameTritonType } from './nameTritonType.ts';
import { defaultVersionPolicy, type VersionPolicy } from './versionPolicy.ts';

/** What of `model.json` Triton is told. */
export type TritonFacts = Pick<
  ModelConfig,
  'name' | 'labels' | 'maxBatch' | 'inputs' | 'outputs' | 'versionPolicy'
>;

/**
 * The model as Triton's `config.pbtxt`: ONNX, dynamic batching where every tensor has a free first dimension (which Triton then
 * leaves out of `dims`), and the same version policy.
 */
export function formatTritonConfig({
  name,
  labels,
  maxBatch,
  inputs = [],
  outputs = [],
  versionPolicy = defaultVersionPolicy,
}: TritonFacts): string {
  const most = maxBatchSize({ inputs, outputs, maxBatch });
  const isBatched = most > 0;
  const format = (spec: TensorSpec, labelFile?: string): string => formatTensor(spec, isBatched, labelFile);
  return `${[
    `name: ${quote(name)}`,
    'platform: "onnxruntime_onnx"',
    `max_batch_size: ${most}`,
    'input [',
    inputs.map((spec) => format(spec)).join(',\n'),
    ']',
    'output [',
    outputs.map((spec) => format(spec, labels === undefined ? undefined : 'labels.txt')).join(',\n'),
    ']',
    ...(isBatched ? ['dynamic_batching { }'] : []),
    `version_policy: { ${formatPolicy(versionPolicy)} }`,
  ].join('\n')}\n`;
}

function formatPolicy(policy: VersionPolicy): string {
  if (policy.kind === 'all') return 'all { }';
  return policy.kind === 'latest'
    ? `latest { num_versions: ${policy.count} }`
    : `specific { versions: [ ${policy.versions.join(', ')} ] }`;
}

function formatTensor(
  { name, datatype, shape }: TensorSpec,
  isBatched: boolean,
  labelFile: string | undefined,
): string {
  const sizes = isBatched ? shape.slice(1) : shape;
  const lines = [
    `name: ${quote(name)}`,
    `data_type: ${nameTritonType(datatype)}`,
    // Triton takes no empty dims: a row that is one number is described as a list of one.
    `dims: [ ${sizes.length === 0 ? '1' : sizes.join(', ')} ]`,
    ...(sizes.length === 0 ? ['reshape: { shape: [ ] }'] : []),
    ...(labelFile === undefined ? [] : [`label_filename: ${quote(labelFile)}`]),
  ];
  return `  {\n${lines.map((line) => `    ${line}`).join('\n')}\n  }`;
}

function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
