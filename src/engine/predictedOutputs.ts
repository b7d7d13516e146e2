import { findScoresOutput } from '../core/repository/findScoresOutput.ts';
import type { ServedModel } from './requestTarget.ts';

/** Which outputs `predict` runs for: the scores of a classifier, else all. */
export function predictedOutputs({
  isClassifier,
  report,
}: Pick<ServedModel, 'isClassifier' | 'report'>): readonly number[] {
  return isClassifier ? [findScoresOutput(report.outputs)] : report.outputs.map((_, index) => index);
}
