import { NearsideError, toNearsideError } from '../../core/errors.ts';
import type { InferRequest } from '../../core/protocol/inference.ts';
import { isSameTensor } from '../../core/protocol/isSameTensor.ts';
import type { Tensor } from '../../core/protocol/tensor.ts';
import { showValue } from '../../core/showValue.ts';
import { prepareInfer } from '../prepareInfer.ts';
import type { Screened } from '../sendScreener.ts';
import type { ServedModel } from '../servedModel.ts';

/** What leaves the device for an endpoint. */
export interface Sending {
  /** In the order of the model's inputs. */
  readonly tensors: readonly Tensor[];
  readonly parameters: InferRequest['parameters'];
  /** It is not what was asked: its answer is that of no other request. */
  readonly isChanged: boolean;
}

type Asked = Pick<Sending, 'tensors' | 'parameters'>;

/**
 * What a page lets leave in place of what was asked, held against the model's inputs: the same names, datatypes, ranks and rows. Throws
 * `bad-input` naming what is wrong, and the page's own refusal.
 */
export function readScreened(screened: Screened, asked: Asked, { config, report }: ServedModel): Sending {
  if (screened instanceof NearsideError) throw screened;
  const { inputs, parameters } = screened;
  if (typeof inputs !== 'object' || inputs === null || Array.isArray(inputs))
    throw wrong(`expected inputs {name: tensor}, got ${showValue(inputs)}.`);
  const request = { model: config.name, inputs, ...(parameters === undefined ? {} : { parameters }) };
  const tensors = readTensors(request as InferRequest, report);
  const other = tensors.findIndex(({ shape }, index) => shape[0] !== asked.tensors[index]?.shape[0]);
  if (other !== -1) {
    const [name, came, rows] = [report.inputs[other]?.name, tensors[other], asked.tensors[other]];
    throw wrong(`expected ${rows?.shape[0]} rows in "${name}" as were asked for, got ${came?.shape[0]}.`);
  }
  const isChanged =
    tensors.some((tensor, index) => !isSameTensor(tensor, asked.tensors[index] as Tensor)) ||
    namesOf(asked.parameters) !== namesOf(request.parameters as InferRequest['parameters']);
  return { tensors, parameters: (parameters ?? undefined) as InferRequest['parameters'], isChanged };
}

function readTensors(request: InferRequest, report: ServedModel['report']): readonly Tensor[] {
  try {
    return prepareInfer(request, report).tensors;
  } catch (error) {
    throw wrong(toNearsideError(error, 'bad-input').message);
  }
}

function wrong(message: string): NearsideError {
  return new NearsideError('bad-input', `What beforeSend returned was not sent: ${message}`);
}

function namesOf(parameters: InferRequest['parameters']): string {
  return JSON.stringify(
    Object.entries(parameters ?? {}).toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );
}
