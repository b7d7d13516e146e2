import type { Prediction } from '../../client/index.ts';
import { isId, isName, readFields } from './readFields.ts';
import { entryKinds, type EncodedFailure, type FrameMessage, type LoadedModel } from './widgetMessages.ts';

/** What the frame answered, where it is a message of this protocol; undefined for anything else. */
export function parseFrameMessage(data: unknown): FrameMessage | undefined {
  const fields = readFields(data);
  if (fields === undefined) return undefined;
  const { kind, id } = fields;
  if (kind === 'welcome' || kind === 'gone') return { kind };
  if (kind === 'progress') return parseProgress(fields);
  if (!isId(id)) return undefined;
  if (kind === 'loaded') {
    const model = parseModel(fields['model']);
    return model && { kind, id, model };
  }
  if (kind === 'answered') {
    const prediction = parsePrediction(fields['prediction']);
    return prediction && { kind, id, prediction };
  }
  if (kind === 'failed') {
    const error = parseFailure(fields['error']);
    return error && { kind, id, error };
  }
  return undefined;
}

function parseProgress({ model, share }: Readonly<Record<string, unknown>>): FrameMessage | undefined {
  if (!isName(model) || typeof share !== 'number' || !(share >= 0 && share <= 1)) return undefined;
  return { kind: 'progress', model, share };
}

function parseModel(value: unknown): LoadedModel | undefined {
  const { name, entry } = readFields(value) ?? {};
  const known = entryKinds.find((kind) => kind === entry);
  return isName(name) && known !== undefined ? { name, entry: known } : undefined;
}

function parseFailure(value: unknown): EncodedFailure | undefined {
  const { code, message, retryable } = readFields(value) ?? {};
  if (!isName(code) || typeof message !== 'string' || typeof retryable !== 'boolean') return undefined;
  return { code, message, retryable };
}

const traceTexts = ['id', 'source', 'variant', 'backend'] as const;
const traceNumbers = ['batchSize', 'queueMs', 'inputMs', 'computeMs', 'outputMs', 'totalMs'] as const;

function parsePrediction(data: unknown): Prediction | undefined {
  const fields = readFields(data);
  const trace = readFields(fields?.['trace']);
  if (fields === undefined || trace === undefined) return undefined;
  if (!traceTexts.every((name) => typeof trace[name] === 'string')) return undefined;
  if (!traceNumbers.every((name) => Number.isFinite(trace[name]))) return undefined;
  const { labels, value } = fields;
  if (labels !== undefined && !(Array.isArray(labels) && labels.every(isLabelScore))) return undefined;
  return {
    ...(labels === undefined ? {} : { labels: labels as NonNullable<Prediction['labels']> }),
    ...(value === undefined ? {} : { value }),
    trace: { ...trace } as unknown as Prediction['trace'],
  };
}

function isLabelScore(data: unknown): boolean {
  const { label, score } = readFields(data) ?? {};
  return typeof label === 'string' && typeof score === 'number';
}
