import type { TraceSource } from '../core/protocol/inference.ts';
import type { AnswerLead } from './clientMessages.ts';

/** Answers that come one by one mostly come from the same place. */
let latest:
  { readonly of: AnswerLead; readonly reason: string | undefined; readonly made: AnswerLead } | undefined;

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
  const { trace } = latest?.made ?? lead;
  if (latest?.of === lead && trace.source === source && trace.version === version && latest.reason === reason)
    return latest.made;
  const isAnswered = (source === 'local' || source === 'remote') && reason !== undefined;
  const why = isAnswered ? { reason } : {};
  const made: AnswerLead = {
    ...lead,
    key: [lead.key, source, version, ...(isAnswered ? [reason] : [])].join('/'),
    trace: { model, version, variant, backend, source, ...why },
  };
  latest = { of: lead, reason, made };
  return made;
}
