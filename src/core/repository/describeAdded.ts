import type { TensorSpec } from '../protocol/tensor.ts';
import type { Activation } from '../tasks/activateScores.ts';
import { tokensPreprocessing } from '../tokens/tokensPreprocessing.ts';
import type { AddOptions, ModelTask } from './addOptions.ts';
import { guessFlatImage, guessImage } from './guessImage.ts';
import type { Preprocessing } from './modelConfig.ts';
import type { ModelInspection } from './modelInspection.ts';
import type { TrialReport } from './modelTrial.ts';

const version = '1';
/** Operators whose outputs are scores already. */
const scoreOperators = ['Softmax', 'Sigmoid', 'HardSigmoid'];

/** What a description is made of, besides what a person says. */
export type DescribedReport = Pick<
  TrialReport,
  | 'inspection'
  | 'inputs'
  | 'outputs'
  | 'unfetchable'
  | 'batching'
  | 'sample'
  | 'unlocked'
  | 'external'
  | 'files'
>;

/** The `model.json` of a model that was added, from what was said of it and what its trial found. */
export function describeAdded(name: string, options: AddOptions, report: DescribedReport): unknown {
  const { inspection, inputs, outputs, batching, sample, unfetchable, unlocked, external } = report;
  const { image, activation, ...rest } = options;
  const { precision, format, sizeBytes, digest } = inspection;
  const tokens = tokensPreprocessing(Object.keys(report.files), inputs);
  // What a text model is for is told by its files once they are read.
  const task = options.task ?? (tokens === undefined ? guessTask(options, report) : undefined);
  const preprocessing = tokens ?? choosePreprocessing(image, task, inputs);
  return {
    ...rest,
    name,
    task,
    activation: activation ?? chooseActivation(inspection, outputs),
    inputs,
    outputs,
    ...(preprocessing === undefined ? {} : { preprocessing }),
    added: {
      said: options,
      batching,
      sample,
      unfetchable,
      external,
      ...(unlocked === undefined ? {} : { unlocked }),
    },
    versions: [
      {
        version,
        default: precision,
        variants: [{ name: precision, file: `${version}/model.${format}`, sizeBytes, sha256: digest }],
      },
    ],
  };
}

function choosePreprocessing(
  image: AddOptions['image'],
  task: ModelTask | undefined,
  inputs: readonly TensorSpec[],
): Preprocessing | undefined {
  const [input, ...others] = inputs;
  const only = others.length === 0 ? input : undefined;
  const guess =
    image ??
    (only === undefined
      ? undefined
      : (guessImage(only) ?? (task === 'image-classification' ? guessFlatImage(only) : undefined)));
  return guess === undefined ? undefined : { kind: 'image', version: 1, ...guess };
}

/** An image in, one row of numbers out: a classifier. Everything else is a model of tensors. */
function guessTask({ image }: AddOptions, { inputs, outputs }: DescribedReport): ModelTask {
  const [output] = outputs;
  const isRow = output?.datatype.startsWith('FP') === true && output.shape.length === 2;
  const takesImage =
    image !== undefined || (inputs.length === 1 && guessImage(inputs[0] as TensorSpec) !== undefined);
  return takesImage && isRow ? 'image-classification' : 'tensor';
}

function chooseActivation({ producers }: ModelInspection, outputs: readonly TensorSpec[]): Activation {
  return outputs.some(({ name }) => scoreOperators.includes(producers[name] ?? '')) ? 'none' : 'auto';
}
