import type { InstanceReport } from '../core/ports.ts';
import type { Tensor } from '../core/protocol/tensor.ts';
import type { CostTable } from '../core/scheduling/costModel.ts';
import { interpolateCosts, type WidthCost } from '../core/scheduling/interpolateCosts.ts';
import type { ModelScheduler, SchedulerQueue } from '../core/scheduling/modelScheduler.ts';
import type { EngineRequest, QueueItem } from './engineRequest.ts';

/** Shapes that are remembered before those are forgotten that nobody asks for. */
const mostShapes = 64;

type Queue = SchedulerQueue<QueueItem>;

/** Finds the queue of a request by the shape of its rows; shapes that were not measured get a queue when they first come. */
export class QueueIndex {
  readonly #scheduler: ModelScheduler<QueueItem>;
  readonly #isFixed: boolean;
  /** Widths to which text features are padded, ascending. */
  readonly #buckets: readonly number[];
  readonly #measured = new Map<string, CostTable>();
  readonly #byShape = new Map<string, Queue>();
  readonly #byWidth = new Map<number, Queue>();
  /** Of the single tensor that came last: those of a burst share their shape. */
  #latest: { readonly shape: readonly number[]; readonly queue: Queue } | undefined;
  /** Costs of a few widths, from which those of the others follow. */
  readonly #byTokens: WidthCost[] = [];

  constructor(
    scheduler: ModelScheduler<QueueItem>,
    { batching, costs }: Pick<InstanceReport, 'batching' | 'costs'>,
    buckets: readonly number[],
  ) {
    this.#scheduler = scheduler;
    this.#isFixed = batching === 'fixed';
    this.#buckets = buckets;
    for (const { rowShapes, points, width: tokens } of costs) {
      const width = tokens ?? (buckets.length > 0 ? rowShapes[0]?.[0] : undefined);
      if (tokens !== undefined) {
        this.#byTokens.push({ width: tokens, table: points });
        continue;
      }
      const shape = shapeKey(rowShapes);
      this.#measured.set(shape, points);
      // Features of a width are one queue; tensors of the same shape are another, for a batch is made of one or the other.
      if (width !== undefined) this.#byWidth.set(width, scheduler.openQueue(points, { shape, width }));
      else this.#byShape.set(shape, scheduler.openQueue(points, { shape }));
    }
  }

  queueOf({ input }: Pick<EngineRequest, 'input'>): Queue {
    if (input.kind === 'features') return this.#queueOfWidth(input.length);
    const [first, ...others] = input.tensors;
    if (first === undefined || others.length > 0) return this.#queueOfShapes(input.tensors);
    if (this.#latest?.shape !== first.shape)
      this.#latest = { shape: first.shape, queue: this.#queueOfShapes(input.tensors) };
    return this.#latest.queue;
  }

  #queueOfShapes(tensors: readonly Tensor[]): Queue {
    const rowShapes = tensors.map(({ shape }) => (this.#isFixed ? shape : shape.slice(1)));
    const key = shapeKey(rowShapes);
    const known = this.#byShape.get(key);
    if (known !== undefined) return known;
    if (this.#byShape.size >= mostShapes) this.#forgetIdle();
    const queue = this.#scheduler.openQueue(this.#measured.get(key), { shape: key });
    this.#byShape.set(key, queue);
    return queue;
  }

  /** Shapes that nobody waits for and that were not calibrated: whoever comes with one of them again starts anew. */
  #forgetIdle(): void {
    this.#latest = undefined;
    for (const [key, queue] of this.#byShape) {
      if (queue.items.count > 0 || this.#measured.has(key)) continue;
      this.#byShape.delete(key);
      this.#scheduler.closeQueue(queue);
    }
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
    const queue = this.#scheduler.openQueue(interpolateCosts(this.#byTokens, width), {
      shape: String(width),
      width,
    });
    this.#byWidth.set(width, queue);
    return queue;
  }
}

/** The name of a row shape: the dimensions after the first, input by input. */
function shapeKey(rowShapes: readonly (readonly number[])[]): string {
  return rowShapes.map((shape) => shape.join('x')).join(';');
}
