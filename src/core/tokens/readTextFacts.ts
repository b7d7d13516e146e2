import type { Activation } from '../tasks/activateScores.ts';
import type { TokenLayout } from './tokenLayout.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What the files beside a text model say of it. */
export interface TextFacts {
  readonly layout: TokenLayout;
  /** By class index. */
  readonly labels: readonly string[] | undefined;
  readonly task: TextTask | undefined;
  readonly activation: Activation | undefined;
}

export type TextTask = 'text-classification' | 'token-classification' | 'text-embedding';

const usualMaxTokens = 512;
/** Families whose positions begin behind the id of the padding token. */
const offsetFamilies = ['roberta', 'xlm-roberta', 'camembert', 'mpnet', 'longformer', 'xlm-roberta-xl'];
const padNames = ['[PAD]', '<pad>', '<|padding|>'];

/**
 * Reads the limits, labels and kind of a model from `tokenizer.json` and, where there is one, `config.json`. `maxTokens` overrides what
 * they say.
 */
export function readTextFacts(tokenizer: unknown, config: unknown, maxTokens?: number): TextFacts {
  const tokens = fieldsOf(tokenizer);
  const model = fieldsOf(config);
  const padId = readPadId(tokens, model);
  const limits = [
    maxTokens,
    ...(maxTokens === undefined
      ? [fieldsOf(tokens['truncation'])['max_length'], positionsOf(model, padId)]
      : []),
  ].filter((limit): limit is number => isCount(limit) && limit >= 1);
  return {
    layout: {
      padId,
      maxTokens: limits.length === 0 ? usualMaxTokens : Math.min(...limits),
      vocabularySize: countVocabulary(tokens),
    },
    labels: readLabels(model['id2label']),
    task: readTask(model['architectures']),
    activation: readActivation(model),
  };
}

function readPadId(tokens: Fields, model: Fields): number {
  const said = [fieldsOf(tokens['padding'])['pad_id'], model['pad_token_id']].find(isCount);
  if (said !== undefined) return said;
  const added = listOf(tokens['added_tokens']).map(fieldsOf);
  const pad = added.find(({ content }) => padNames.includes(String(content)))?.['id'];
  return isCount(pad) ? pad : 0;
}

function positionsOf(model: Fields, padId: number): number | undefined {
  const positions = model['max_position_embeddings'];
  if (!isCount(positions)) return undefined;
  return offsetFamilies.includes(String(model['model_type'])) ? positions - padId - 1 : positions;
}

function countVocabulary(tokens: Fields): number {
  const { vocab } = fieldsOf(tokens['model']);
  const ids = listOf(tokens['added_tokens']).map((token) => fieldsOf(token)['id']);
  const size = Array.isArray(vocab) ? vocab.length : Object.keys(fieldsOf(vocab)).length;
  return Math.max(size, 1, ...ids.filter(isCount).map((id) => id + 1));
}

function readLabels(id2label: unknown): readonly string[] | undefined {
  const entries = Object.entries(fieldsOf(id2label)).map(
    ([id, label]) => [Number(id), String(label)] as const,
  );
  if (entries.length === 0 || !entries.every(([id]) => isCount(id))) return undefined;
  const labels: string[] = [];
  for (const [id, label] of entries) labels[id] = label;
  return Array.from(labels, (label: string | undefined, id) => label ?? String(id));
}

function readTask(architectures: unknown): TextTask | undefined {
  const names = listOf(architectures).map(String);
  if (names.some((name) => name.endsWith('ForSequenceClassification'))) return 'text-classification';
  if (names.some((name) => name.endsWith('ForTokenClassification'))) return 'token-classification';
  return names.some((name) => name.endsWith('Model')) ? 'text-embedding' : undefined;
}

function readActivation(model: Fields): Activation | undefined {
  if (model['problem_type'] === 'multi_label_classification') return 'sigmoid';
  if (model['problem_type'] === 'regression') return 'none';
  return undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
