import type { TraceSource } from '../core/protocol/inference.ts';
import type { AnswerLead } from './clientMessages.ts';

/** What answers of a deployment say of themselves when they come from `source`. */
export function leadFrom(lead: AnswerLead, source: TraceSource): AnswerLead {
  if (source === lead.trace.source) return lead;
  const { model, version, variant, backend } = lead.trace;
  return {
    ...lead,
    key: `${lead.key}/${source}`,
    trace: { model, version, variant, backend, source },
  };
}
