import { fromHalfBits } from '../core/protocol/halfPrecision.ts';
import { countElements, type NumericArray } from '../core/protocol/tensor.ts';
import type { JobOutput } from '../core/ports.ts';
import type { ExecutionTrace } from './clientMessages.ts';
import type { EngineAnswer } from './engineRequest.ts';

type Stages = Pick<ExecutionTrace, 'batchSize' | 'inputMs' | 'computeMs' | 'outputMs'>;

/** The classification answers of one execution, read from one buffer. */
export interface UnpackedAnswers extends Stages {
  readonly ids: Int32Array;
  readonly queueMs: Float32Array;
  readonly extraInputMs: Float32Array;
  /** `classes` scores a row. */
  readonly scores: Float32Array;
  readonly classes: number;
}

const headerLength = 6;
const columns = 3;
/** Of a count of rows, which is a 32-bit float. */
const bitsOfOne = 0x3f800000;

/**
 * Inverse of {@link unpackAnswers}. One buffer instead of an object: handing over a batch is then one transfer.
 */
export function packAnswers(answers: readonly EngineAnswer[], stages: Stages): ArrayBuffer {
  const rows = answers.length;
  const shared = (answers[0] as EngineAnswer).outputs[0] as JobOutput;
  // What has no dimension of rows is one row whole.
  const isAlone = (answers[0] as EngineAnswer).isAlone && shared.shape[0] !== 1;
  const classes = countElements(isAlone ? shared.shape : shared.shape.slice(1));
  const packed = new Float32Array(headerLength + rows * (columns + classes));
  const ids = new Int32Array(packed.buffer, headerLength * 4, rows);
  packed.set([rows, classes, stages.batchSize, stages.inputMs, stages.computeMs, stages.outputMs]);
  const queueAt = headerLength + rows;
  const extraAt = queueAt + rows;
  const scoresAt = extraAt + rows;
  let isWhole = shared.datatype === 'FP32' && shared.shape[0] === rows;
  for (let row = 0; row < rows; row += 1) {
    const { request, start, outputs } = answers[row] as EngineAnswer;
    ids[row] = request.id;
    packed[queueAt + row] = request.queueMs;
    packed[extraAt + row] = request.preparationMs;
    isWhole &&= start === row && outputs[0] === shared && request.rows === 1;
  }
  if (isWhole) packed.set(shared.data as Float32Array, scoresAt);
  else copyScores(answers, packed.subarray(scoresAt), classes);
  return packed.buffer;
}

function copyScores(answers: readonly EngineAnswer[], scores: Float32Array, classes: number): void {
  for (const [row, { start, outputs }] of answers.entries()) {
    const { data: numbers, datatype } = outputs[0] as JobOutput;
    const data = numbers as NumericArray;
    const read = datatype === 'FP16' ? fromHalfBits : Number;
    for (let index = 0; index < classes; index += 1) {
      scores[row * classes + index] = read(data[start * classes + index] as number);
    }
  }
}

/** The id of the one answer in there, by the words of the buffer; undefined where there are several. */
export function idOfLone(words: Int32Array): number | undefined {
  return words[0] === bitsOfOne ? words[headerLength] : undefined;
}

/** Inverse of {@link packAnswers}; the arrays are views on the buffer. */
export function unpackAnswers(buffer: ArrayBuffer): UnpackedAnswers {
  const packed = new Float32Array(buffer);
  const headerOf = (at: number): number => packed[at] as number;
  const [rows, classes] = [headerOf(0), headerOf(1)];
  const queueAt = headerLength + rows;
  return {
    ids: new Int32Array(buffer, headerLength * 4, rows),
    queueMs: packed.subarray(queueAt, queueAt + rows),
    extraInputMs: packed.subarray(queueAt + rows, queueAt + 2 * rows),
    scores: packed.subarray(queueAt + 2 * rows),
    classes,
    batchSize: headerOf(2),
    inputMs: headerOf(3),
    computeMs: headerOf(4),
    outputMs: headerOf(5),
  };
}
