import { maxBatchSize } from '../repository/maxBatchSize.ts';
import type { ModelStatus } from '../repository/modelStatus.ts';
import { nameTritonType } from '../repository/nameTritonType.ts';
import type { TensorSpec } from './tensor.ts';

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
  const most = batching === 'fixed' ? 0 : maxBatchSize({ inputs, outputs, maxBatch });
  const describe = (spec: TensorSpec): unknown => ({
    name: spec.name,
    data_type: nameTritonType(spec.datatype),
    dims: most > 0 ? spec.shape.slice(1) : spec.shape,
  });
  return {
    name,
    platform: 'onnxruntime_onnx',
    ...(inputs.length === 0 ? {} : { max_batch_size: most }),
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
