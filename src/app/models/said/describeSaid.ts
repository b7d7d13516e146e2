import type { AddOptions } from '../../../client/index.ts';
import { describeImage } from '../image/describeImage.ts';

/** What was said of a model, in a sentence. */
export function describeSaid({ task, labels, activation, image }: AddOptions): string {
  const parts = [
    ...(task === undefined ? [] : [`task ${task}`]),
    ...(labels === undefined
      ? []
      : [`${String(labels.length)} ${labels.length === 1 ? 'class' : 'classes'}`]),
    ...(activation === undefined || activation === 'auto' ? [] : [`scores by ${activation}`]),
    ...(image === undefined ? [] : [`images ${describeImage(image)}`]),
  ];
  return parts.length === 0
    ? 'Nothing so far: what it is for and how it is read are as the file suggests.'
    : `Said: ${parts.join('; ')}.`;
}
