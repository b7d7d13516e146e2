import type { TracedRequest } from './traceLog.ts';

export interface TracedModel {
  readonly model: string;
  readonly requests: readonly TracedRequest[];
}

/** An event of the Trace Event format; times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: 'b' | 'e' | 'M';
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly cat?: string;
  readonly id?: string;
  readonly args?: Readonly<Record<string, string | number>>;
}

/** What Chrome's and Perfetto's trace viewers open. */
export interface TraceFile {
  readonly displayTimeUnit: 'ms';
  readonly traceEvents: readonly TraceEvent[];
}

const pid = 1;
const microsecondsPerMs = 1000;

/**
 * Traces in the Trace Event format of Chrome (Duffy, Sinclair: Trace Event Format, 2016): each model is a thread, each request an
 * asynchronous slice that holds its stages, for requests overlap.
 */
export function formatTraces(models: readonly TracedModel[]): TraceFile {
  const traceEvents: TraceEvent[] = [];
  const name = (what: string, tid: number, text: string): void => {
    traceEvents.push({ name: what, ph: 'M', pid, tid, ts: 0, args: { name: text } });
  };
  name('process_name', 0, 'Nearside');
  let count = 0;
  for (const [index, { model, requests }] of models.entries()) {
    const tid = index + 1;
    if (requests.length > 0) name('thread_name', tid, model);
    for (const request of requests) {
      count += 1;
      traceEvents.push(...eventsOf(request, { tid, id: String(count), model }));
    }
  }
  return { displayTimeUnit: 'ms', traceEvents };
}

interface Place {
  readonly tid: number;
  readonly id: string;
  readonly model: string;
}

function eventsOf(request: TracedRequest, { tid, id, model }: Place): readonly TraceEvent[] {
  const common = { cat: 'request', id, pid, tid };
  const slice = (
    name: string,
    startAt: number,
    endAt: number,
    args?: TraceEvent['args'],
  ): readonly TraceEvent[] => [
    { ...common, name, ph: 'b', ts: startAt * microsecondsPerMs, ...(args === undefined ? {} : { args }) },
    { ...common, name, ph: 'e', ts: Math.max(startAt, endAt) * microsecondsPerMs },
  ];
  const { version, variant, backend, batchSize } = request;
  const [begin, end] = slice('REQUEST', request.requestStartAt, request.requestEndAt, {
    model,
    version,
    variant,
    backend,
    batchSize,
  }) as readonly [TraceEvent, TraceEvent];
  return [
    begin,
    ...slice('QUEUE', request.queueStartAt, request.computeStartAt),
    ...slice('COMPUTE_INPUT', request.computeStartAt, request.computeInputEndAt),
    ...slice('COMPUTE_INFER', request.computeInputEndAt, request.computeOutputStartAt),
    ...slice('COMPUTE_OUTPUT', request.computeOutputStartAt, request.computeEndAt),
    end,
  ];
}
