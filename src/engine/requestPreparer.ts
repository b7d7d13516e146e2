import type { Clock } from '../core/clock.ts';
import { encodeError, toNearsideError, type EncodedError } from '../core/errors.ts';
import type { ImageReader } from '../core/ports.ts';
import type { InferRequest } from '../core/protocol/inference.ts';
import { moveNumbers } from '../platform/workers/moveNumbers.ts';
import { releaseBytes } from '../platform/workers/releaseBytes.ts';
import type { Parcel } from './clientMessages.ts';
import type { RequestTarget } from './requestTarget.ts';
import type { EngineRequest } from './engineRequest.ts';
import type { PreparedInput } from './preparedInput.ts';
import { givesOneRow, predictedOutputs } from './predictedOutputs.ts';
import { countRows, manyRows, prepareInfer } from './prepareInfer.ts';
import { prepareRow, prepareTextValue, prepareValue } from './prepareValue.ts';
import type { ResultCache } from './resultCache.ts';
import { SlicedWork } from './slicedWork.ts';

export interface RequestPreparerPorts {
  readonly clock: Clock;
  readonly imageReader: ImageReader;
  readonly cache: Pick<ResultCache, 'take'>;
  refuse(requests: readonly EngineRequest[], error: EncodedError): void;
}

type PredictParcel = Exclude<Parcel, { kind: 'infer' }>;

/** Requests are given to the queue in groups of this size, so that the first run starts while features are still made. */
const pumpEvery = 32;
/** Rows of a longer parcel are copied group by group, so that one that waits holds its group and not all. */
const mostMovedBytes = 256 * 1024;

/**
 * Turns what pages send into rows of a batch, unless the cache answers. What cannot be in the cache and would be refused by the queue
 * is refused before any work is spent on it.
 */
export class RequestPreparer {
  readonly #ports: RequestPreparerPorts;
  readonly #work: SlicedWork;

  constructor(ports: RequestPreparerPorts) {
    this.#ports = ports;
    this.#work = new SlicedWork(ports.clock);
  }

  prepareInfer(deployment: RequestTarget, entry: EngineRequest, request: InferRequest): void {
    const release = deployment.gate.retain();
    this.#work.run(orderOf(deployment, entry), () => {
      this.#prepareTensors(deployment, entry, request);
      release();
      return true;
    });
  }

  /** Long parcels are prepared in slices. */
  preparePredict(deployment: RequestTarget, entries: readonly EngineRequest[], parcel: PredictParcel): void {
    const [first] = entries;
    if (first === undefined) return;
    const release = deployment.gate.retain();
    const isMoved = parcel.kind === 'row' && parcel.values.byteLength <= mostMovedBytes;
    const own = isMoved ? { ...parcel, values: moveNumbers(parcel.values) } : parcel;
    let done = 0;
    this.#work.run(orderOf(deployment, first), () => {
      const isOver = this.#work.startSlice();
      do {
        const group = entries.length <= pumpEvery ? entries : entries.slice(done, done + pumpEvery);
        this.#prepareGroup(deployment, group, cutParcel(own, done, group.length, isMoved));
        done += group.length;
      } while (done < entries.length && !isOver());
      if (done < entries.length) return false;
      // Every row has been copied.
      if (parcel.kind === 'row' && !isMoved) releaseBytes(parcel.values);
      release();
      return true;
    });
  }

  #prepareTensors(deployment: RequestTarget, entry: EngineRequest, request: InferRequest): void {
    if (entry.isSettled) return;
    try {
      const { tensors, rows, outputs } = prepareInfer(request, deployment.report);
      entry.outputs = outputs;
      entry.parameters = request.parameters;
      this.#submit(deployment, entry, { kind: 'tensors', tensors }, rows);
      deployment.pumpSoon();
    } catch (error) {
      this.#refuseWith(entry, error);
    }
  }

  #prepareGroup(deployment: RequestTarget, entries: readonly EngineRequest[], parcel: PredictParcel): void {
    const { clock } = this.#ports;
    const startAt = clock.now();
    const outputs = predictedOutputs(deployment);
    const refused: EngineRequest[] = [];
    let refusal: EncodedError | undefined;
    // Where the queue took one, the next is prepared and asked about once: when it is queued.
    let wasTaken = false;
    for (let index = 0; index < entries.length; index += 1) {
      const entry = entries[index] as EngineRequest;
      entry.outputs = outputs;
      if (entry.isSettled) continue;
      const isAsked = entry.options.cache === 'bypass' && !wasTaken;
      const verdict = isAsked ? deployment.refusalOf(entry) : undefined;
      if (verdict !== undefined) {
        refused.push(entry);
        refusal ??= verdict;
      } else if (parcel.kind === 'value') void this.#prepareLater(deployment, entry, parcel.values[index]);
      else {
        this.#prepareNow(deployment, entry, parcel, index);
        wasTaken = !entry.isSettled;
      }
    }
    const eachMs = (clock.now() - startAt) / entries.length;
    for (const entry of entries) entry.preparationMs = eachMs;
    deployment.pump();
    if (refusal !== undefined) this.#ports.refuse(refused, refusal);
  }

  #prepareNow(
    deployment: RequestTarget,
    entry: EngineRequest,
    parcel: Extract<Parcel, { kind: 'text' | 'row' }>,
    index: number,
  ): void {
    try {
      if (parcel.kind === 'text') {
        this.#submit(deployment, entry, prepareTextValue(deployment, parcel.texts[index]), 1);
        return;
      }
      const { rowLength, values } = parcel;
      const tensor = prepareRow(deployment, values.subarray(index * rowLength, (index + 1) * rowLength));
      this.#submit(deployment, entry, { kind: 'tensors', tensors: [tensor] }, 1);
    } catch (error) {
      this.#refuseWith(entry, error);
    }
  }

  async #prepareLater(deployment: RequestTarget, entry: EngineRequest, value: unknown): Promise<void> {
    const startAt = this.#ports.clock.now();
    const release = deployment.gate.retain();
    try {
      const input = await prepareValue(deployment, value, this.#ports.imageReader);
      if (entry.isSettled) return;
      entry.preparationMs = this.#ports.clock.now() - startAt;
      const rows = input.kind === 'tensors' ? countRows(input.tensors, deployment.report) : 1;
      if (givesOneRow(deployment) && rows > 1) throw manyRows(rows);
      this.#submit(deployment, entry, input, rows);
      deployment.pumpSoon();
    } catch (error) {
      this.#refuseWith(entry, error);
    } finally {
      release();
    }
  }

  #submit(deployment: RequestTarget, entry: EngineRequest, input: PreparedInput, rows: number): void {
    entry.input = input;
    entry.rows = rows;
    if (!this.#ports.cache.take(deployment, entry)) deployment.submit(entry);
  }

  #refuseWith(entry: EngineRequest, error: unknown): void {
    this.#ports.refuse([entry], encodeError(toNearsideError(error, 'bad-input')));
  }
}

/** What a parcel holds of `count` requests. Rows are copied, all at once, unless the parcel is theirs: an array for each costs more than its numbers. */
function cutParcel(parcel: PredictParcel, first: number, count: number, isTheirs: boolean): PredictParcel {
  const end = first + count;
  if (parcel.kind === 'text')
    return count === parcel.texts.length ? parcel : { ...parcel, texts: parcel.texts.slice(first, end) };
  if (parcel.kind === 'value')
    return count === parcel.values.length ? parcel : { ...parcel, values: parcel.values.slice(first, end) };
  const { rowLength, values } = parcel;
  const rows = values.subarray(first * rowLength, end * rowLength);
  return { ...parcel, values: isTheirs ? rows : new Float32Array(rows) };
}

/** Requests of one model and priority are queued in the order in which they came. */
function orderOf({ lead }: RequestTarget, { options }: EngineRequest): string {
  return `${lead.key}/${options.priority ?? 2}`;
}
