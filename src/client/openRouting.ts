import type { Calls } from './controlLine.ts';
import type { Routing } from './nearside.ts';
import { poll } from './poll.ts';

const defaultEveryMs = 1000;

/** The routing of an engine, as the page sees it. */
export function openRouting(calls: Calls): Routing {
  return {
    status: () => calls.routingStatus(),
    subscribe: (listener, everyMs = defaultEveryMs) => poll(() => calls.routingStatus(), listener, everyMs),
    test: (remote, model) => calls.testRemote(remote, model),
  };
}
