import type { ImageOptions } from '../tasks/imageOptions.ts';
import { modelTasks, type AddOptions } from './addOptions.ts';
import type { ModelConfig } from './modelConfig.ts';

/** What was said of a model that was added; of one that was kept before that was written down, all that its `model.json` states. */
export function saidOf(config: ModelConfig): AddOptions {
  const { added, task, labels, activation, maxBatch, preprocessing } = config;
  if (added?.said !== undefined) return added.said;
  const known = modelTasks.find((each) => each === task);
  return {
    ...optional('task', known),
    ...optional('labels', labels),
    ...optional('activation', activation),
    ...optional('maxBatch', maxBatch),
    ...(preprocessing?.kind === 'image' ? { image: imageOf(preprocessing) } : {}),
  };
}

/** How pixels become numbers, without what the preprocessing has besides. */
export function imageOf(image: ImageOptions): ImageOptions {
  const { width, height, resize, layout, colors, scale, mean, std } = image;
  return { width, height, ...optional('resize', resize), layout, colors, scale, mean, std };
}

function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
}
