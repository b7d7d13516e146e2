import { findScoresOutput } from '../core/repository/findScoresOutput.ts';
import type { ServedModel } from './servedModel.ts';

type Predictor = Pick<ServedModel, 'isClassifier' | 'report' | 'text'>;

/** Which outputs `predict` runs for: the scores of a classifier, what a text model's answer is made of, else all. */
export function predictedOutputs({ isClassifier, report, text }: Predictor): readonly number[] {
  if (text?.outputs !== undefined) return text.outputs;
  return isClassifier ? [findScoresOutput(report.outputs)] : report.outputs.map((_, index) => index);
}

/** Whether `predict` gives something of one row, other than the outputs. */
export function givesOneRow({ isClassifier, text }: Predictor): boolean {
  return isClassifier || text?.head.kind === 'embedding';
}
