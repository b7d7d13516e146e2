import type { ModelStatus } from '../../client/index.ts';
import type { EntryKind } from './widgetMessages.ts';

/** Larger images with one channel are scans and photographs rather than drawings. */
const maxDrawingSize = 64;

/** How a person can ask a model, from its task and the shape of its first input. */
export function entryKindOf({ task, inputs }: Pick<ModelStatus, 'task' | 'inputs'>): EntryKind {
  if (task?.startsWith('text-') === true || task === 'token-classification') return 'text';
  if (task !== 'image-classification') return 'values';
  const [, ...dimensions] = inputs[0]?.shape ?? [];
  const isSmall = dimensions.length === 3 && dimensions.every((size) => size > 0 && size <= maxDrawingSize);
  return isSmall && dimensions.includes(1) ? 'drawing' : 'image';
}
