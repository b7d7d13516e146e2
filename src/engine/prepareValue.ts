import { NearsideError } from '../core/errors.ts';
import type { ImageReader, InstanceReport } from '../core/ports.ts';
import { isFeaturePreprocessing } from '../core/repository/isFeaturePreprocessing.ts';
import type { ModelConfig } from '../core/repository/modelConfig.ts';
import { countElements, type NumericArray, type Tensor, type TensorSpec } from '../core/protocol/tensor.ts';
import { validateTensor } from '../core/protocol/validateTensor.ts';
import { digitImage, digitSide } from '../core/tasks/digitImage.ts';
import { extractFeatures } from '../core/tasks/extractFeatures.ts';
import { convertNumbers, type NumberList } from './convertNumbers.ts';
import { prepareImage } from './prepareImage.ts';
import type { FeatureSpan, PreparedInput } from './preparedInput.ts';
import type { TextReader } from './textReader.ts';

const maxImageSide = 512;
const numberTypes = ['number', 'bigint', 'boolean'];

export interface PredictTarget {
  readonly config: ModelConfig;
  readonly report: Pick<InstanceReport, 'inputs'>;
  readonly text?: Pick<TextReader, 'prepare'> | undefined;
}

const featureStoreLength = 2 ** 16;
// One array for many texts: an array of its own for each costs more than its ids. Full ones go when their last text does.
let featureStore = new Int32Array(0);
let featureEnd = 0;

/** `predict`'s text as the model takes it: as ids, or as it is by a model with one input of texts. */
export function prepareTextValue(target: PredictTarget, text: unknown): PreparedInput {
  const { inputs } = target.report;
  const [spec] = inputs;
  const takesTexts = inputs.length === 1 && spec?.datatype === 'BYTES' && typeof text === 'string';
  return takesTexts
    ? { kind: 'tensors', tensors: [{ datatype: 'BYTES', shape: rowShape(spec, 1), data: [text] }] }
    : prepareText(target, text);
}

/** `predict`'s text as ids; throws `bad-input` for a model without text or a text without a word. */
export function prepareText({ config, text: served }: PredictTarget, text: unknown): FeatureSpan {
  if (served !== undefined) return served.prepare(text);
  const { preprocessing } = config;
  if (preprocessing?.kind === 'tokens') {
    const message = `What cuts texts for "${config.name}" into tokens could not be read: send tensors.`;
    throw new NearsideError('unsupported', message);
  }
  if (!isFeaturePreprocessing(preprocessing)) throw wrongValue(config, 'a text');
  if (typeof text !== 'string') throw wrongValue(config, typeof text);
  const { maxIds } = preprocessing;
  if (featureStore.length - featureEnd < maxIds) {
    featureStore = new Int32Array(Math.max(featureStoreLength, maxIds));
    featureEnd = 0;
  }
  const start = featureEnd;
  const length = extractFeatures(text, preprocessing, featureStore.subarray(start, start + maxIds));
  if (length === 0) {
    const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    throw new NearsideError(
      'bad-input',
      `Expected text with at least one word, got ${JSON.stringify(shown)}.`,
    );
  }
  featureEnd += length;
  return { kind: 'features', store: featureStore, start, length };
}

/** Any other value of `predict`: an image, one row of numbers, or a record of input names to values. */
export async function prepareValue(
  target: PredictTarget,
  value: unknown,
  imageReader: ImageReader,
): Promise<PreparedInput> {
  if (typeof value === 'string') return prepareTextValue(target, value);
  const { config, report } = target;
  if (isNumbers(value)) return { kind: 'tensors', tensors: [copyGiven(prepareRow(target, value), value)] };
  if (isImage(value)) {
    if (config.preprocessing?.kind === 'image')
      return { kind: 'tensors', tensors: [await prepareImage(target, value, imageReader)] };
    if (config.preprocessing?.kind !== 'digit') throw wrongValue(config, 'an image');
    const pixels = await imageReader.read(value, { maxSide: maxImageSide });
    const [spec] = report.inputs as [TensorSpec];
    return {
      kind: 'tensors',
      tensors: [{ datatype: 'FP32', shape: rowShape(spec, digitSide ** 2), data: digitImage(pixels) }],
    };
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { kind: 'tensors', tensors: prepareRecord(target, value as Readonly<Record<string, unknown>>) };
  }
  throw wrongValue(
    config,
    value === null ? 'null' : Array.isArray(value) ? 'a list that is not all numbers' : typeof value,
  );
}

/** One row of numbers for a model with a single input; where their type is the input's, the tensor holds them themselves. */
export function prepareRow({ config, report }: PredictTarget, values: NumberList): Tensor {
  const [spec, ...others] = report.inputs;
  if (spec === undefined || others.length > 0 || isFeaturePreprocessing(config.preprocessing)) {
    throw wrongValue(config, 'a row of numbers');
  }
  return toTensor(spec, values);
}

function prepareRecord(
  { report }: PredictTarget,
  record: Readonly<Record<string, unknown>>,
): readonly Tensor[] {
  const unknownName = Object.keys(record).find((name) => report.inputs.every((spec) => spec.name !== name));
  if (unknownName !== undefined) throw unknownInput(unknownName, report.inputs);
  return report.inputs.map((spec) => {
    const value = Object.hasOwn(record, spec.name) ? record[spec.name] : undefined;
    if (value === undefined) throw missingInput(spec);
    if (isNumbers(value)) return copyGiven(toTensor(spec, value), value);
    if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
      return toTensor(spec, [value]);
    if (spec.datatype === 'BYTES' && (typeof value === 'string' || Array.isArray(value))) {
      const data = (typeof value === 'string' ? [value] : value) as readonly string[];
      const tensor: Tensor = { datatype: 'BYTES', shape: rowShape(spec, data.length), data };
      validateTensor(spec.name, tensor, spec);
      return tensor;
    }
    validateTensor(spec.name, value as Tensor, spec);
    return value as Tensor;
  });
}

export function missingInput(spec: TensorSpec): NearsideError {
  return new NearsideError(
    'bad-input',
    `Input "${spec.name}" is missing: expected ${spec.datatype} of shape [${spec.shape.join(', ')}], got nothing.`,
  );
}

export function unknownInput(name: string, specs: readonly TensorSpec[]): NearsideError {
  const names = specs.map((spec) => `"${spec.name}"`).join(', ');
  return new NearsideError('bad-input', `Expected the inputs ${names}, got "${name}".`);
}

function isNumbers(value: unknown): value is NumberList {
  if (ArrayBuffer.isView(value)) return !(value instanceof DataView);
  return Array.isArray(value) && value.every((item) => numberTypes.includes(typeof item));
}

/** Of what was given a tensor keeps a copy, where it would hold the very array. */
function copyGiven(tensor: Tensor, given: NumberList): Tensor {
  const { data } = tensor;
  return data === given ? { ...tensor, data: (data as NumericArray).slice() } : tensor;
}

function isImage(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const tag = Object.prototype.toString.call(value);
  return ['[object Blob]', '[object File]', '[object ImageData]', '[object ImageBitmap]'].includes(tag);
}

function wrongValue(config: ModelConfig, came: string): NearsideError {
  const { preprocessing } = config;
  const expected =
    isFeaturePreprocessing(preprocessing) || preprocessing?.kind === 'tokens'
      ? 'text, or a record of tensors'
      : preprocessing?.kind === 'digit' || preprocessing?.kind === 'image'
        ? 'an image, one row of numbers, or a record of tensors'
        : 'one row of numbers, or a record of tensors';
  return new NearsideError('bad-input', `"${config.name}": expected ${expected}, got ${came}.`);
}

/** The spec's shape for one row of `count` numbers: the first free dimension is the row, another takes what is left. */
function rowShape(spec: TensorSpec, count: number): readonly number[] {
  const shape = spec.shape.map((size, axis) => (axis === 0 && size === -1 ? 1 : size));
  const free = shape.filter((size) => size === -1).length;
  if (free === 0) return shape;
  const known = countElements(shape.filter((size) => size !== -1));
  let hasFilled = false;
  return shape.map((size) => {
    if (size !== -1) return size;
    if (hasFilled) return 1;
    hasFilled = true;
    return Math.floor(count / known);
  });
}

// Bursts come as rows of one input: one shape serves them all, and tells at a glance that they are alike.
let latest:
  { readonly spec: TensorSpec; readonly count: number; readonly shape: readonly number[] } | undefined;

function sharedRowShape(spec: TensorSpec, count: number): readonly number[] {
  if (latest?.spec !== spec || latest.count !== count) latest = { spec, count, shape: rowShape(spec, count) };
  return latest.shape;
}

function toTensor(spec: TensorSpec, values: NumberList): Tensor {
  const shape = sharedRowShape(spec, values.length);
  if (countElements(shape) !== values.length) {
    throw new NearsideError(
      'bad-input',
      `Input "${spec.name}": expected one row of ${countElements(shape)} numbers for shape [${spec.shape.join(', ')}], got ${values.length}.`,
    );
  }
  return { datatype: spec.datatype, shape, data: convertNumbers(spec, values) };
}
