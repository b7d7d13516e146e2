import type { TraceSource } from '../core/protocol/inference.ts';
import type { AnswerLead } from './clientMessages.ts';

interface Derived {
  readonly from: AnswerLead;
  readonly source: TraceSource;
  readonly version: string;
  readonly reason: AnswerLead['trace']['reason'];
  readonly lead: AnswerLead;
}

// Answers from a cache come one by one, and most say the same of themselves as the one before.
let latest: Derived | undefined;

/** What answers of a deployment say of themselves when they come from `source`, and by the route that `reason` tells. */
export function leadFrom(
  lead: AnswerLead,
  source: TraceSource,
  {
    reason,
    version = lead.trace.version,
  }: Partial<Pick<AnswerLead['trace'], 'reason' | 'version'>> = lead.trace,
): AnswerLead {
  const isSame = source === lead.trace.source && version === lead.trace.version;
  if (isSame && reason === lead.trace.reason) return lead;
  const isAsBefore =
    latest?.from === lead &&
    latest.source === source &&
    latest.version === version &&
    latest.reason === reason;
  if (!isAsBefore)
    latest = { from: lead, source, version, reason, lead: deriveLead(lead, source, version, reason) };
  return (latest as Derived).lead;
}

function deriveLead(
  lead: AnswerLead,
  source: TraceSource,
  version: string,
  reason: Derived['reason'],
): AnswerLead {
  const { model, variant, backend } = lead.trace;
  const isAnswered = (source === 'local' || source === 'remote') && reason !== undefined;
  const why = isAnswered ? { reason } : {};
  return {
    ...lead,
    key: [lead.key, source, version, ...(isAnswered ? [reason] : [])].join('/'),
    trace: { model, version, variant, backend, source, ...why },
  };
}
