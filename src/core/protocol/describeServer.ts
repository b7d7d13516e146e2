import type { ModelStatus } from '../repository/modelStatus.ts';
import { nameTritonType } from '../repository/nameTritonType.ts';
import type { TensorSpec } from './tensor.ts';

const defaultMaxBatch = 32;

/** What `GET /v2` tells. */
export function describeServer(version: string): unknown {
  return { name: 'nearside', version, extensions: ['binary_tensor_data', 'statistics', 'schedule_policy'] };
}

/** What `GET /v2/models/{m}` tells. */
export function describeMetadata({ name, versions, inputs, outputs }: ModelStatus): unknown {
  return { name, versions, platform: 'onnxruntime_onnx', inputs, outputs };
}

/**
 * What Triton's extension `GET /v2/models/{m}/config` tells, as far as it holds here: the tensors without their first dimension, and how
 * many rows one call may bring: 0 where the first dimension is no batch, and nothing while the tensors are not known.
 */
export function describeConfig({ name, inputs, outputs, batching, maxBatch }: ModelStatus): unknown {
  const isBatched = batching !== 'fixed' && [...inputs, ...outputs].every(({ shape }) => shape[0] === -1);
  const describe = (spec: TensorSpec): unknown => ({
    name: spec.name,
    data_type: nameTritonType(spec.datatype),
    dims: isBatched ? spec.shape.slice(1) : spec.shape,
  });
  return {
    name,
    platform: 'onnxruntime_onnx',
    ...(inputs.length === 0 ? {} : { max_batch_size: isBatched ? (maxBatch ?? defaultMaxBatch) : 0 }),
    input: inputs.map(describe),
    output: outputs.map(describe),
  };
}

/** Whether requests for the model are answered: it is loaded, or will be by the first of them. */
export function isServed({ state }: ModelStatus): boolean {
  return state !== 'failed';
}

/** The repository index: one entry a version. */
export function describeIndex(
  models: readonly ModelStatus[],
  { isReadyOnly }: { readonly isReadyOnly: boolean },
): unknown {
  return models
    .filter((model) => !isReadyOnly || isServed(model))
    .flatMap((model) =>
      model.versions.map((version) => ({
        name: model.name,
        version,
        state: isServed(model) ? 'READY' : 'UNAVAILABLE',
        ...(model.error === undefined ? {} : { reason: model.error.message }),
      })),
    );
}
