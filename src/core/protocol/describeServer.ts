import type { ModelStatus } from '../repository/modelStatus.ts';

/** What `GET /v2` tells. */
export function describeServer(version: string): unknown {
  return { name: 'nearside', version, extensions: ['binary_tensor_data', 'statistics', 'schedule_policy'] };
}

/** What `GET /v2/models/{m}` tells. */
export function describeMetadata({ name, versions, inputs, outputs }: ModelStatus): unknown {
  return { name, versions, platform: 'onnxruntime_onnx', inputs, outputs };
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
