import { ChurningMap } from '../../core/collections/churningMap.ts';
import type { JobOutput } from '../../core/ports.ts';
import type { Tensor } from '../../core/protocol/tensor.ts';
import { RemoteFailure } from '../../core/routing/remoteFailure.ts';
import { splitRows, type RowRange } from '../../core/scheduling/splitRows.ts';
import { joinRows, sliceRows } from '../splitOutputs.ts';
import { sizeOf } from './joinCalls.ts';
import type { RemoteBatch, RemoteCall } from './remoteCall.ts';

interface Cut {
  readonly whole: RemoteCall;
  readonly parts: readonly RemoteCall[];
  /** Answers by part; complete when `open` is 0. */
  readonly batches: RemoteBatch[];
  open: number;
}

/**
 * Requests of more rows than the endpoint takes at once: their parts travel on their own and are joined in order. The first failure of
 * a part is that of its request, and ends the other parts.
 */
export class CutCalls {
  readonly #withdraw: (part: RemoteCall) => void;
  readonly #cuts = new ChurningMap<RemoteCall, Cut>();

  /** @param withdraw takes a part back that waits or is under way */
  constructor(withdraw: (part: RemoteCall) => void) {
    this.#withdraw = withdraw;
  }

  /** The call, in parts of at most `most` rows where it brings more; 0 for an endpoint that has no rows for the model. */
  cut(whole: RemoteCall, most = 0): readonly [RemoteCall, ...RemoteCall[]] {
    const hasRows = whole.tensors.every(({ shape }) => shape[0] === whole.rows);
    if (most === 0 || whole.rows <= most || whole.part !== undefined || !hasRows) return [whole];
    const parts = splitRows(whole.rows, most).map((range, part): RemoteCall => {
      const tensors = whole.tensors.map((tensor) => sliceTensor(tensor, range));
      return {
        ...whole,
        tensors,
        part,
        rows: range.count,
        sizeBytes: sizeOf(tensors),
        fail: (error) => {
          if (!this.drop(whole) || whole.isGone) return;
          whole.fail(error);
        },
      };
    });
    const cut = { whole, parts, batches: [], open: parts.length };
    for (const call of [whole, ...parts]) this.#cuts.set(call, cut);
    return parts as [RemoteCall, ...RemoteCall[]];
  }

  /** Takes back all parts of a call; whether it had any. */
  drop(call: RemoteCall): boolean {
    const cut = this.#cuts.get(call);
    if (cut === undefined) return false;
    this.#forget(cut);
    for (const part of cut.parts) this.#withdraw(part);
    return true;
  }

  /** An answer as it goes to its request: undefined for a part while others are open. */
  gather(batch: RemoteBatch): RemoteBatch | undefined {
    const [call] = batch.calls as readonly [RemoteCall];
    const cut = this.#cuts.get(call);
    if (cut === undefined || call.part === undefined) return batch;
    cut.batches[call.part] = batch;
    cut.open -= 1;
    if (cut.open > 0) return undefined;
    this.#forget(cut);
    return joinBatches(cut);
  }

  #forget({ whole, parts }: Cut): void {
    for (const call of [whole, ...parts]) this.#cuts.delete(call);
  }
}

/** Fails the request where the endpoint went over to another version between its parts. */
function joinBatches({ whole, batches }: Cut): RemoteBatch | undefined {
  const [first] = batches as [RemoteBatch];
  const other = batches.find(({ version }) => version !== first.version);
  if (other !== undefined) {
    const message = `Expected one version for all rows, got ${first.version ?? 'none'} and ${other.version ?? 'none'}.`;
    whole.fail(new RemoteFailure('remote', message, { kind: 'broken' }));
    return undefined;
  }
  const startAt = Math.min(...batches.map((batch) => batch.startAt));
  return {
    ...first,
    calls: [whole],
    outputs: first.outputs.map((_, index) =>
      joinRows(batches.map(({ outputs }) => outputs[index] as JobOutput)),
    ),
    rows: Math.max(...batches.map(({ rows }) => rows)),
    startAt,
    ms: Math.max(...batches.map((batch) => batch.startAt + batch.ms)) - startAt,
  };
}

function sliceTensor(tensor: Tensor, { start, count }: RowRange): Tensor {
  if (ArrayBuffer.isView(tensor.data)) return sliceRows(tensor as JobOutput, start, count);
  const shape = [count, ...tensor.shape.slice(1)];
  const rowLength = shape.slice(1).reduce((product, size) => product * size, 1);
  return { ...tensor, shape, data: tensor.data.slice(start * rowLength, (start + count) * rowLength) };
}
