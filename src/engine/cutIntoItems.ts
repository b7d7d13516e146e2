import { splitRows } from '../core/scheduling/splitRows.ts';
import type { EngineRequest } from './engineRequest.ts';

/** Gives a request its items, ready to be queued: one for each part of at most `cap` rows. */
export function cutIntoItems(request: EngineRequest, cap: number, now: number): void {
  const parts = splitRows(request.rows, cap);
  request.openParts = parts.length;
  if (parts.length > 1) request.parts = [];
  request.items = parts.map(({ start, count }, part) => ({
    request,
    part,
    start,
    rows: count,
    priority: request.options.priority ?? 2,
    enqueuedAt: now,
    deadlineAt: request.deadlineAt,
    state: 'new',
  }));
}
