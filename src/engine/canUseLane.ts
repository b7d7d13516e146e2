import { countElements } from '../core/protocol/tensor.ts';
import { maxLaneRow } from '../platform/workers/laneInput.ts';
import type { Deployment } from './deployment.ts';
import { predictedOutputs } from './predictedOutputs.ts';

/** A run of this length hides what the way through the engine takes, and gains by the engine's cache, which outlives the page. */
const longestRunMs = 2;

/** Whether one input alone may go past the engine: it comes as the session takes it, and what comes out are scores, which the page reads. */
export function canUseLane(
  deployment: Pick<Deployment, 'isClassifier' | 'report' | 'spec' | 'text'>,
): boolean {
  const { isClassifier, report, spec, text } = deployment;
  if (spec.textFeatures !== undefined) return true;
  const [input, ...others] = report.inputs;
  if (!isClassifier || text !== undefined || input?.datatype !== 'FP32' || others.length > 0) return false;
  const [rows, ...row] = input.shape;
  const length = row.includes(-1) ? Number.POSITIVE_INFINITY : countElements(row);
  const [scores] = predictedOutputs(deployment);
  return (
    (rows === -1 || rows === 1) &&
    length <= maxLaneRow &&
    scores === 0 &&
    report.outputs[0]?.datatype === 'FP32' &&
    singleRunMs(report) <= longestRunMs
  );
}

function singleRunMs({ costs }: Deployment['report']): number {
  const points = costs.flatMap((cost) => cost.points.filter(({ rows }) => rows === 1));
  return Math.max(...points.map(({ ms }) => ms), points.length === 0 ? Number.POSITIVE_INFINITY : 0);
}
