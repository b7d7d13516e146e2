import type { JobOutput } from '../../core/ports.ts';
import type { SamplePlan } from '../../core/repository/samplePlan.ts';
import { equalsStretch } from '../inference/compareOutputs.ts';
import { makePlannedInputs } from '../inference/makePlannedInputs.ts';
import { provedRows, proveBatching } from '../inference/proveBatching.ts';
import type { Session } from '../inference/session.ts';

/**
 * Whether a model that was rewritten to take any number of rows gives each row what the one for a single row gives it, and rows in a
 * batch what they give alone.
 */
export async function isUnlocked(
  original: Session,
  rewritten: Session,
  sample: SamplePlan,
): Promise<boolean> {
  const inputs = makePlannedInputs(original.inputs, sample);
  const rows = makePlannedInputs(rewritten.inputs, sample, provedRows);
  if (inputs === undefined || rows === undefined) return false;
  const wanted = original.outputs.map((_, index) => index);
  const expected = (await original.run(inputs, wanted)).outputs;
  const came = (await rewritten.run(inputs, wanted)).outputs;
  const isSame = expected.every((output, index) => isEqual(output, came[index]));
  return isSame && (await proveBatching(rewritten, rows)) === 'independent';
}

function isEqual(expected: JobOutput, came: JobOutput | undefined): boolean {
  return (
    came !== undefined &&
    expected.shape.join() === came.shape.join() &&
    equalsStretch(came, 0, expected.data.length, expected)
  );
}
