import type { Prediction } from '../../client/index.ts';
import { formatMilliseconds } from '../formats/formatMilliseconds.ts';
import { formatShare } from '../formats/formatShare.ts';

/** An event of the widget in words. */
export interface LoggedEvent {
  readonly id: number;
  readonly type: string;
  readonly text: string;
  readonly isError: boolean;
}

const keptEvents = 8;

/** The log with one event more, newest first; the oldest leave. */
export function logEvent(
  events: readonly LoggedEvent[],
  { type, detail }: Pick<CustomEvent<unknown>, 'type' | 'detail'>,
): readonly LoggedEvent[] {
  const id = (events[0]?.id ?? 0) + 1;
  const event = { id, type, text: describeDetail(type, detail), isError: type === 'nearside-error' };
  return [event, ...events].slice(0, keptEvents);
}

function describeDetail(type: string, detail: unknown): string {
  if (type === 'nearside-result') return describePrediction(detail as Prediction);
  const { model, code, message } = detail as Readonly<Record<string, string | undefined>>;
  return type === 'nearside-ready' ? (model ?? '') : `${code ?? ''}: ${message ?? ''}`;
}

function describePrediction({ labels, trace }: Prediction): string {
  const best = labels?.[0];
  const answer = best === undefined ? 'a value' : `${best.label} ${formatShare(best.score)}`;
  return `${answer}, ${trace.source}, ${formatMilliseconds(trace.totalMs)}`;
}
