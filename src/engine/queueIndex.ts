import type { InstanceReport } from '../core/ports.ts';
import type { ModelScheduler, SchedulerQueue } from '../core/scheduling/modelScheduler.ts';
import type { EngineRequest, QueueItem } from './engineRequest.ts';

type Queue = SchedulerQueue<QueueItem>;

/** Finds the queue of a request by the shape of its rows; shapes that were not measured get a queue when they first come. */
export class QueueIndex {
  readonly #scheduler: ModelScheduler<QueueItem>;
  readonly #isFixed: boolean;
  /** Widths to which text features are padded, ascending. */
  readonly #buckets: readonly number[];
  readonly #byShape = new Map<string, Queue>();
  readonly #byWidth = new Map<number, Queue>();

  constructor(
    scheduler: ModelScheduler<QueueItem>,
    { batching, costs }: Pick<InstanceReport, 'batching' | 'costs'>,
    buckets: readonly number[],
  ) {
    this.#scheduler = scheduler;
    this.#isFixed = batching === 'fixed';
    this.#buckets = buckets;
    for (const { rowShapes, points } of costs) {
      const width = buckets.length > 0 ? rowShapes[0]?.[0] : undefined;
      const queue = scheduler.openQueue(points, width);
      this.#byShape.set(shapeKey(rowShapes), queue);
      if (width !== undefined) this.#byWidth.set(width, queue);
    }
  }

  queueOf({ input }: Pick<EngineRequest, 'input'>): Queue {
    if (input.kind === 'features') return this.#queueOfWidth(input.length);
    const rowShapes = input.tensors.map(({ shape }) => (this.#isFixed ? shape : shape.slice(1)));
    const key = shapeKey(rowShapes);
    const known = this.#byShape.get(key);
    if (known !== undefined) return known;
    const queue = this.#scheduler.openQueue();
    this.#byShape.set(key, queue);
    return queue;
  }

  #queueOfWidth(length: number): Queue {
    let width = length;
    for (const bucket of this.#buckets) {
      if (bucket < length) continue;
      width = bucket;
      break;
    }
    const known = this.#byWidth.get(width);
    if (known !== undefined) return known;
    const queue = this.#scheduler.openQueue([], width);
    this.#byWidth.set(width, queue);
    return queue;
  }
}

/** The name of a row shape: the dimensions after the first, input by input. */
function shapeKey(rowShapes: readonly (readonly number[])[]): string {
  return rowShapes.map((shape) => shape.join('x')).join(';');
}
