import type { ExecutionMarks, ExpressRecord } from '../../core/ports.ts';
import { datatypes, type Datatype } from '../../core/protocol/tensor.ts';
import { maxLaneRow, maxLaneText, type LaneInput } from './laneInput.ts';

/** Indices of the control words. */
export const control = {
  doorbell: 0,
  jobsPosted: 1,
  jobsDone: 2,
  lanePosted: 3,
  laneDone: 4,
  portPosted: 5,
  recordsWritten: 6,
} as const;

/** How a job in a slot ended. */
export const slotStatus = { done: 0, answeredByPort: 1 } as const;

export const slotCount = 2;
const maxLaneOutputs = 4096;
const recordCapacity = 256;
const recordFields = 5;
const controlBytes = 64;
const headerBytes = 4096;
const entryInts = 12;
const firstEntryInt = 16;
const maxRank = 8;
export const maxTensors = 40;

/** Where a tensor lies in a slot. */
export interface SlotTensor {
  readonly index: number;
  readonly datatype: Exclude<Datatype, 'BYTES'>;
  readonly shape: readonly number[];
  readonly byteOffset: number;
  readonly byteLength: number;
}

/** Words and doubles share the lane's first 64 bytes: words 0 to 3, doubles 2 to 6. A row lies where a text would. */
const lane = {
  inputLength: 0,
  outputCount: 1,
  hasFailed: 2,
  isRow: 3,
  requestStart: 2,
  marks: 3,
  inputOffset: 64,
  outputOffset: 64 + 2 * maxLaneText,
  bytes: 64 + 2 * maxLaneText + 4 * maxLaneOutputs,
} as const;

/**
 * The memory between an engine and one inference worker: control words, two job slots, an express lane for one input at a
 * time, and a ring of express records. Both sides use the same class; only one side writes each part.
 */
export class SharedChannel {
  readonly control: Int32Array;
  readonly buffer: SharedArrayBuffer;
  readonly #slotBytes: number;
  readonly #laneOffset: number;
  readonly #laneInts: Int32Array;
  readonly #laneTimes: Float64Array;
  readonly #laneText: Uint16Array;
  readonly #laneRow: Float32Array;
  readonly #laneOutputs: Float32Array;
  readonly #records: Float64Array;

  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.control = new Int32Array(buffer, 0, controlBytes / 4);
    const recordBytes = recordCapacity * recordFields * 8;
    this.#slotBytes = (buffer.byteLength - controlBytes - lane.bytes - recordBytes) / slotCount;
    this.#laneOffset = controlBytes + slotCount * this.#slotBytes;
    this.#laneInts = new Int32Array(buffer, this.#laneOffset, 16);
    this.#laneTimes = new Float64Array(buffer, this.#laneOffset, 8);
    this.#laneText = new Uint16Array(buffer, this.#laneOffset + lane.inputOffset, maxLaneText);
    this.#laneRow = new Float32Array(buffer, this.#laneOffset + lane.inputOffset, maxLaneRow);
    this.#laneOutputs = new Float32Array(buffer, this.#laneOffset + lane.outputOffset, maxLaneOutputs);
    this.#records = new Float64Array(buffer, this.#laneOffset + lane.bytes, recordCapacity * recordFields);
  }

  /** A channel whose slots hold `payloadBytes` of tensors. */
  static allocate(payloadBytes: number): SharedChannel {
    const slotBytes = headerBytes + Math.ceil(payloadBytes / 64) * 64;
    const recordBytes = recordCapacity * recordFields * 8;
    return new SharedChannel(
      new SharedArrayBuffer(controlBytes + slotCount * slotBytes + lane.bytes + recordBytes),
    );
  }

  get payloadBytes(): number {
    return this.#slotBytes - headerBytes;
  }

  ring(): void {
    Atomics.add(this.control, control.doorbell, 1);
    Atomics.notify(this.control, control.doorbell);
  }

  #slotOffset(sequence: number): number {
    return controlBytes + (sequence & (slotCount - 1)) * this.#slotBytes;
  }

  #slotInts(sequence: number): Int32Array {
    return new Int32Array(this.buffer, this.#slotOffset(sequence), headerBytes / 4);
  }

  /** Lays tensors one behind the other; undefined when they do not fit. */
  layOut(
    sequence: number,
    tensors: readonly { index: number; datatype: Datatype; shape: readonly number[]; byteLength: number }[],
  ): readonly SlotTensor[] | undefined {
    if (tensors.length > maxTensors) return undefined;
    const start = this.#slotOffset(sequence);
    let offset = headerBytes;
    const placed: SlotTensor[] = [];
    for (const { index, datatype, shape, byteLength } of tensors) {
      if (datatype === 'BYTES' || shape.length > maxRank) return undefined;
      placed.push({ index, datatype, shape, byteOffset: start + offset, byteLength });
      offset += Math.ceil(byteLength / 8) * 8;
    }
    return offset <= this.#slotBytes ? placed : undefined;
  }

  writeEntries(sequence: number, tensors: readonly SlotTensor[], wantedOutputs: number): void {
    const ints = this.#slotInts(sequence);
    ints[1] = tensors.length;
    ints[2] = wantedOutputs;
    for (const [position, tensor] of tensors.entries()) {
      const at = firstEntryInt + position * entryInts;
      ints[at] = tensor.index;
      ints[at + 1] = datatypes.indexOf(tensor.datatype) | (tensor.shape.length << 8);
      ints[at + 2] = tensor.byteOffset;
      ints[at + 3] = tensor.byteLength;
      for (let axis = 0; axis < tensor.shape.length; axis += 1)
        ints[at + 4 + axis] = tensor.shape[axis] as number;
    }
  }

  readEntries(sequence: number): { readonly tensors: readonly SlotTensor[]; readonly wantedOutputs: number } {
    const ints = this.#slotInts(sequence);
    const tensors: SlotTensor[] = [];
    for (let position = 0; position < (ints[1] as number); position += 1) {
      const at = firstEntryInt + position * entryInts;
      const packed = ints[at + 1] as number;
      const rank = packed >> 8;
      tensors.push({
        index: ints[at] as number,
        datatype: datatypes[packed & 0xff] as SlotTensor['datatype'],
        shape: Array.from(ints.subarray(at + 4, at + 4 + rank)),
        byteOffset: ints[at + 2] as number,
        byteLength: ints[at + 3] as number,
      });
    }
    return { tensors, wantedOutputs: ints[2] as number };
  }

  setStatus(sequence: number, status: number): void {
    this.#slotInts(sequence)[0] = status;
  }

  getStatus(sequence: number): number {
    return this.#slotInts(sequence)[0] as number;
  }

  #slotTimes(sequence: number): Float64Array {
    return new Float64Array(this.buffer, this.#slotOffset(sequence) + 24, 4);
  }

  writeMarks(sequence: number, marks: ExecutionMarks): void {
    writeMarks(this.#slotTimes(sequence), 0, marks);
  }

  readMarks(sequence: number): ExecutionMarks {
    return readMarks(this.#slotTimes(sequence), 0);
  }

  /** Puts an input into the lane, which it must fit. */
  writeLaneRequest(input: LaneInput, requestStartAt: number): void {
    this.#laneTimes[lane.requestStart] = requestStartAt;
    if (input.kind === 'row') {
      this.#laneInts[lane.isRow] = 1;
      this.#laneInts[lane.inputLength] = input.values.length;
      this.#laneRow.set(input.values);
      return;
    }
    const { text } = input;
    this.#laneInts[lane.isRow] = 0;
    this.#laneInts[lane.inputLength] = text.length;
    for (let index = 0; index < text.length; index += 1) this.#laneText[index] = text.charCodeAt(index);
  }

  /** The values of a row lie in the lane itself. */
  readLaneRequest(): { readonly input: LaneInput; readonly requestStartAt: number } {
    const length = this.#laneInts[lane.inputLength];
    const requestStartAt = this.#laneTimes[lane.requestStart] as number;
    if (this.#laneInts[lane.isRow] === 1)
      return { input: { kind: 'row', values: this.#laneRow.subarray(0, length) }, requestStartAt };
    const units = this.#laneText.subarray(0, length);
    const text = String.fromCharCode.apply(null, units as unknown as number[]);
    return { input: { kind: 'text', text }, requestStartAt };
  }

  /** `outputs` undefined: the request has to go through the engine. */
  writeLaneAnswer(outputs: Float32Array | undefined, marks: ExecutionMarks): void {
    const fits = outputs !== undefined && outputs.length <= maxLaneOutputs;
    this.#laneInts[lane.hasFailed] = fits ? 0 : 1;
    if (fits) {
      this.#laneInts[lane.outputCount] = outputs.length;
      this.#laneOutputs.set(outputs);
    }
    writeMarks(this.#laneTimes, lane.marks, marks);
  }

  readLaneAnswer():
    { readonly outputs: Float32Array<ArrayBuffer>; readonly marks: ExecutionMarks } | undefined {
    if (this.#laneInts[lane.hasFailed] === 1) return undefined;
    return {
      outputs: new Float32Array(this.#laneOutputs.subarray(0, this.#laneInts[lane.outputCount])),
      marks: readMarks(this.#laneTimes, lane.marks),
    };
  }

  /** Appends to the ring; an unread record a whole ring behind is overwritten. Returns how many were ever written. */
  appendRecord({ requestStartAt, ...marks }: ExpressRecord): number {
    const written = Atomics.load(this.control, control.recordsWritten);
    const at = (written % recordCapacity) * recordFields;
    this.#records[at] = requestStartAt;
    writeMarks(this.#records, at + 1, marks);
    Atomics.store(this.control, control.recordsWritten, written + 1);
    return written + 1;
  }

  /** The records from `from` on, before `written`, that are still in the ring. */
  readRecords(
    from: number,
    written = Atomics.load(this.control, control.recordsWritten),
  ): readonly ExpressRecord[] {
    const records: ExpressRecord[] = [];
    for (let index = Math.max(from, written - recordCapacity); index < written; index += 1) {
      const at = (index % recordCapacity) * recordFields;
      records.push({ requestStartAt: this.#records[at] as number, ...readMarks(this.#records, at + 1) });
    }
    return records;
  }
}

/** The engine is told to read the ring whenever this many records were written. */
export const recordsPerNotice = recordCapacity / 2;

function writeMarks(times: Float64Array, at: number, marks: ExecutionMarks): void {
  times[at] = marks.computeStartAt;
  times[at + 1] = marks.computeInputEndAt;
  times[at + 2] = marks.computeOutputStartAt;
  times[at + 3] = marks.computeEndAt;
}

function readMarks(times: Float64Array, at: number): ExecutionMarks {
  return {
    computeStartAt: times[at] as number,
    computeInputEndAt: times[at + 1] as number,
    computeOutputStartAt: times[at + 2] as number,
    computeEndAt: times[at + 3] as number,
  };
}
