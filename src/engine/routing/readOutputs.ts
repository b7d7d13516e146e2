import { NearsideError, toNearsideError } from '../../core/errors.ts';
import type { JobOutput } from '../../core/ports.ts';
import { reconcileOutputs } from '../../core/protocol/reconcileOutputs.ts';
import type { TensorSpec } from '../../core/protocol/tensor.ts';
import { RemoteFailure } from '../../core/routing/remoteFailure.ts';
import type { RemoteAnswer } from '../../core/routing/remotePort.ts';

/** The wanted outputs of an answer, held against their specs. Throws a `RemoteFailure`, or `not-found` for another version than asked for. */
export function readOutputs(
  { response }: RemoteAnswer,
  wanted: readonly TensorSpec[],
  rows: number,
  version: string | undefined,
): readonly JobOutput[] {
  if (version !== undefined && response.version !== undefined && response.version !== version) {
    const message = `Expected version ${version} of the model, the endpoint answered with version ${response.version}.`;
    throw new NearsideError('not-found', message);
  }
  try {
    const outputs = reconcileOutputs(response.outputs, wanted, rows);
    return wanted.map(({ name }) => outputs[name] as JobOutput);
  } catch (error) {
    const { message } = toNearsideError(error, 'remote');
    throw new RemoteFailure('remote', message, { kind: 'broken' }, error);
  }
}
