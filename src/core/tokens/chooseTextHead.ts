import type { TensorSpec } from '../protocol/tensor.ts';
import type { Activation } from '../tasks/activateScores.ts';

/** How `predict` turns a text model's outputs into its answer. */
export type TextHead =
  /** The mean of a text's token vectors, or its one vector, at length 1. */
  | { readonly kind: 'embedding'; readonly output: number }
  | { readonly kind: 'classes'; readonly output: number; readonly activation: Activation }
  /** Classes of each token, read as stretches of the text. */
  | { readonly kind: 'entities'; readonly output: number }
  /** The outputs as they are. */
  | { readonly kind: 'tensors' };

interface Said {
  readonly task: string | undefined;
  readonly activation: Activation | undefined;
  readonly labels: readonly string[] | undefined;
}

const tokenVectors = ['last_hidden_state', 'token_embeddings'];
const textVectors = ['sentence_embedding', 'pooler_output', 'text_embeds', 'embeddings'];

/** The head for a task; where none is given, that which the outputs are named and shaped for. */
export function chooseTextHead(outputs: readonly TensorSpec[], { task, activation, labels }: Said): TextHead {
  switch (task ?? guessTask(outputs, labels)) {
    case 'text-embedding':
      return embeddingOf(outputs);
    case 'text-classification': {
      const output = find(outputs, 2, ['logits']);
      return output === -1
        ? { kind: 'tensors' }
        : { kind: 'classes', output, activation: activation ?? activationOf(outputs[output] as TensorSpec) };
    }
    case 'token-classification': {
      const output = find(outputs, 3, ['logits']);
      return output === -1 ? { kind: 'tensors' } : { kind: 'entities', output };
    }
    case undefined:
    default:
      return { kind: 'tensors' };
  }
}

/** What a model without a word about it is for; undefined where its outputs do not tell. */
export function guessTask(
  outputs: readonly TensorSpec[],
  labels: readonly string[] | undefined,
): string | undefined {
  const logits = outputs.find(({ name }) => name === 'logits');
  if (logits?.shape.length === 2) return 'text-classification';
  if (logits?.shape.length === 3)
    return logits.shape[2] === labels?.length ? 'token-classification' : undefined;
  const isVector = outputs.some(({ name }) => [...tokenVectors, ...textVectors].includes(name));
  return isVector ? 'text-embedding' : undefined;
}

function embeddingOf(outputs: readonly TensorSpec[]): TextHead {
  const whole = outputs.findIndex(({ name, shape }) => name === 'sentence_embedding' && shape.length === 2);
  if (whole !== -1) return { kind: 'embedding', output: whole };
  const byToken = find(outputs, 3, tokenVectors);
  const output = byToken === -1 ? find(outputs, 2, textVectors) : byToken;
  return output === -1 ? { kind: 'tensors' } : { kind: 'embedding', output };
}

/** The output of this rank, one of the names before any other; −1 where there is none. */
function find(outputs: readonly TensorSpec[], rank: number, names: readonly string[]): number {
  const fits = ({ shape, datatype }: TensorSpec): boolean =>
    shape.length === rank && datatype.startsWith('FP');
  const named = outputs.findIndex((spec) => fits(spec) && names.includes(spec.name));
  return named === -1 ? outputs.findIndex(fits) : named;
}

/** One class alone has no others to share its probability with. */
function activationOf({ name, shape }: TensorSpec): Activation {
  if (/prob|softmax|sigmoid|scores/i.test(name)) return 'none';
  return shape[1] === 1 ? 'sigmoid' : 'softmax';
}
