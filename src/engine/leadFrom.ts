import type { TraceSource } from '../core/protocol/inference.ts';
import type { AnswerLead } from './clientMessages.ts';

/** What answers of a deployment say of themselves when they come from `source`, and by the route that `reason` tells. */
export function leadFrom(
  lead: AnswerLead,
  source: TraceSource,
  {
    reason,
    version = lead.trace.version,
  }: Partial<Pick<AnswerLead['trace'], 'reason' | 'version'>> = lead.trace,
): AnswerLead {
  const { model, variant, backend } = lead.trace;
  const isSame = source === lead.trace.source && version === lead.trace.version;
  if (isSame && reason === lead.trace.reason) return lead;
  const isAnswered = (source === 'local' || source === 'remote') && reason !== undefined;
  const why = isAnswered ? { reason } : {};
  return {
    ...lead,
    key: [lead.key, source, version, ...(isAnswered ? [reason] : [])].join('/'),
    trace: { model, version, variant, backend, source, ...why },
  };
}
