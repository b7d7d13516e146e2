import { sloOf, type LoadPlan } from '../../core/load/loadPlan.ts';
import type { RequestOptions } from '../../core/protocol/inference.ts';
import type { ModelStatus } from '../../core/repository/modelStatus.ts';
import type { MetricsSnapshot } from '../../core/telemetry/metricsSnapshot.ts';
import type { Nearside } from '../nearside.ts';
import type { LoadInputs } from './loadInputs.ts';
import type { LoadTarget } from './loadTarget.ts';

/** Requests of a run as any page would make them. */
export function createNearsideTarget(
  nearside: Pick<Nearside, 'predict' | 'infer' | 'metrics'>,
  model: ModelStatus,
  inputs: LoadInputs,
  plan: LoadPlan,
): LoadTarget {
  const { name } = model;
  const plain = requestOptionsOf(plan);
  let signal: AbortSignal | undefined;
  let options: RequestOptions = plain;
  let before = { inferences: 0, executions: 0 };
  const readCounts = (snapshot: MetricsSnapshot): { inferences: number; executions: number } =>
    snapshot.models[name] ?? { inferences: 0, executions: 0 };
  void nearside.metrics.snapshot().then(
    (snapshot) => {
      before = readCounts(snapshot);
    },
    () => undefined,
  );
  return {
    rowsPerRequest: Math.max(1, model.inputs[0]?.shape[0] ?? 1),
    send: (index, given) => {
      // One object for all requests of a run: the request path tells by it that options are equal.
      if (given !== signal) {
        signal = given;
        options = { ...plain, signal: given };
      }
      if (inputs.kind === 'tensors')
        return nearside.infer({ model: name, inputs: inputs.at(index) }, options);
      return nearside.predict(name, inputs.at(index), options);
    },
    readGauges: async () => {
      const snapshot = await nearside.metrics.snapshot();
      const counts = readCounts(snapshot);
      const executions = counts.executions - before.executions;
      const inferences = counts.inferences - before.inferences;
      before = counts;
      return {
        queueDepth: snapshot.models[name]?.queueDepth ?? 0,
        batchSize: executions > 0 ? inferences / executions : null,
      };
    },
    close: () => undefined,
  };
}

function requestOptionsOf(plan: LoadPlan): RequestOptions {
  const deadlineMs = plan.options?.deadlineMs ?? sloOf(plan);
  const options: RequestOptions = {
    cache: 'bypass',
    ...plan.options,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    // Input arrays serve many requests.
    transfer: false,
  };
  return options;
}
