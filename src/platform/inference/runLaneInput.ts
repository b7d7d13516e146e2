import type { ExecutionMarks, InstanceSpec, JobOutput } from '../../core/ports.ts';
import { countElements } from '../../core/protocol/tensor.ts';
import { extractFeatures } from '../../core/tasks/extractFeatures.ts';
import type { LaneInput } from '../workers/laneInput.ts';
import type { Session, SessionInput } from './session.ts';

interface LaneInputRun {
  readonly outputs: Float32Array<ArrayBuffer>;
  readonly marks: ExecutionMarks;
}

let scratchIds = new Int32Array(0);

/**
 * Runs what came by the express lane, alone, for the first output; undefined for what the model does not take and when the run fails, which
 * the engine words better.
 */
export async function runLaneInput(
  session: Session,
  spec: InstanceSpec,
  input: LaneInput,
): Promise<LaneInputRun | undefined> {
  const own = input.kind === 'text' ? readText(input.text, spec) : readRow(input.values, session);
  if (own === undefined) return undefined;
  try {
    const { outputs, marks } = await session.run([own], [0]);
    return { outputs: (outputs[0] as JobOutput).data as Float32Array<ArrayBuffer>, marks };
  } catch {
    return undefined;
  }
}

/** A text by its features; undefined when it has no word. */
function readText(text: string, { textFeatures }: InstanceSpec): SessionInput | undefined {
  if (textFeatures === undefined) return undefined;
  if (scratchIds.length !== textFeatures.maxIds) scratchIds = new Int32Array(textFeatures.maxIds);
  const count = extractFeatures(text, textFeatures, scratchIds);
  if (count === 0) return undefined;
  return { datatype: 'INT32', shape: [1, count], data: scratchIds.subarray(0, count) };
}

function readRow(values: Float32Array, { inputs }: Session): SessionInput | undefined {
  const [spec, ...others] = inputs;
  if (spec?.datatype !== 'FP32' || others.length > 0) return undefined;
  const row = spec.shape.slice(1);
  if (values.length !== countElements(row) || !values.every(Number.isFinite)) return undefined;
  return { datatype: 'FP32', shape: [1, ...row], data: values };
}
