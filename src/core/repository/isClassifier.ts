import type { ModelConfig } from './modelConfig.ts';

/** Whether `predict` answers with labels. */
export function isClassifier({ task, labels }: Pick<ModelConfig, 'task' | 'labels'>): boolean {
  if (task === 'tabular') return labels !== undefined;
  return task !== 'token-classification' && (task?.endsWith('-classification') ?? false);
}
