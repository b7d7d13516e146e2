/** Files chosen or dropped together, by what each is for. */
export type SortedFiles<One extends { readonly name: string }> =
  | {
      readonly kind: 'model';
      readonly model: One;
      readonly labels: One | undefined;
      /** External data, tokenizer and configuration by plain name. */
      readonly beside: Readonly<Record<string, One>>;
    }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly names: readonly string[] };

/** One file ends in .onnx or .ort and is the model; a .txt names its classes, a line each; all else goes with it by name. */
export function sortFiles<One extends { readonly name: string }>(files: readonly One[]): SortedFiles<One> {
  const models = files.filter(isModelFile);
  const [model] = models;
  if (model === undefined) return { kind: 'none' };
  if (models.length > 1) return { kind: 'several', names: models.map(({ name }) => name) };
  const labels = files.find(({ name }) => name.toLowerCase().endsWith('.txt'));
  const beside = files.filter((file) => file !== model && file !== labels);
  return {
    kind: 'model',
    model,
    labels,
    beside: Object.fromEntries(beside.map((file) => [file.name, file])),
  };
}

/** Whether a file is a model by its name. */
export function isModelFile({ name }: { readonly name: string }): boolean {
  return /\.(?:onnx|ort)$/i.test(name);
}
