import type { RemoteVerdict } from '../../client/index.ts';
import { formatCounted } from '../formats/formatCounted.ts';

const titles: Readonly<Record<RemoteVerdict['kind'], string>> = {
  ok: 'The endpoint answers',
  unreachable: 'Nobody answers there',
  timeout: 'The endpoint takes too long',
  cors: 'The endpoint does not let this page in',
  'mixed-content': 'A page over https may not call http',
  unauthorized: 'The endpoint wants a token',
  'no-protocol': 'That is no Open Inference Protocol',
  'not-ready': 'The endpoint is not ready',
  'no-such-model': 'The endpoint lacks a model',
  'other-shapes': 'The endpoint has another model by that name',
};

/** A verdict's heading, and what there is to say beside its message. */
export function describeVerdict(verdict: RemoteVerdict): {
  readonly title: string;
  readonly details: readonly string[];
} {
  const title = titles[verdict.kind];
  if (verdict.kind !== 'ok') return { title, details: [] };
  const { models, hasBinary } = verdict;
  const tensors = hasBinary ? 'It takes binary tensors.' : 'It does not say that it takes binary tensors.';
  const served = `It serves ${formatCounted(models.length, 'model')} as here: ${models.join(', ')}.`;
  return { title, details: models.length === 0 ? [tensors] : [served, tensors] };
}
