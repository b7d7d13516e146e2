import type { InstanceReport } from '../core/ports.ts';
import type { ModelConfig } from '../core/repository/modelConfig.ts';
import type { ServedText } from './servedText.ts';

/** In what form `predict` answers. */
export interface PredictForm {
  /** With labels. */
  readonly isClassifier: boolean;
  /** With something of one row, other than its outputs. */
  readonly isOfOneRow: boolean;
  /** Indices of the outputs that it needs. */
  readonly outputs: readonly number[];
}

export function formOf({
  config,
  report,
  text,
}: {
  readonly config: Pick<ModelConfig, 'task'>;
  readonly report: Pick<InstanceReport, 'outputs'>;
  readonly text: Pick<ServedText, 'head' | 'outputs'> | undefined;
}): PredictForm {
  const all = report.outputs.map((_, index) => index);
  if (text !== undefined) {
    const { kind } = text.head;
    const isClassifier = kind === 'classes';
    return { isClassifier, isOfOneRow: isClassifier || kind === 'embedding', outputs: text.outputs ?? all };
  }
  const isClassifier = config.task?.endsWith('-classification') ?? false;
  return { isClassifier, isOfOneRow: isClassifier, outputs: isClassifier ? [0] : all };
}
