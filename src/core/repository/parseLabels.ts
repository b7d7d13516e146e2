/** The file beside a model that names its classes, as Triton's folders have it. */
export const labelsFile = 'labels.txt';

/** Names of classes, one a line in the order of the model's scores; empty lines at the end are none. */
export function parseLabels(text: string): readonly string[] {
  const labels = text.split(/\r\n?|\n/).map((label) => label.trim());
  while (labels.at(-1) === '') labels.pop();
  return labels;
}
