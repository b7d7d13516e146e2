import type { Tensor, TensorSpec } from '../../../client/index.ts';
import type { ImageDraft } from '../image/imageDraft.ts';
import { chooseShape } from './chooseShape.ts';
import { fillTensor, type Filled } from './fillTensor.ts';
import { readLiterals } from './readLiterals.ts';

export const sourceKinds = ['image', 'numbers', 'random', 'zeros', 'text', 'state'] as const;

/** Where the values of an input come from. */
export type SourceKind = (typeof sourceKinds)[number];

/** One input of the form as it stands; sizes of free dimensions are text as typed, empty where they are chosen. */
export interface InputDraft {
  readonly kind: SourceKind;
  readonly text: string;
  readonly sizes: readonly string[];
  /** The output whose last value is fed back. */
  readonly output: string;
  readonly picture?: File;
  /** How the picture becomes numbers; undefined until something of it is changed. */
  readonly image?: ImageDraft;
}

const mostElements = 20_000_000;

/** The sources that an input of this datatype can have; an output is fed back only where there are any. */
export function sourcesFor(
  { datatype }: TensorSpec,
  { hasOutputs, takesImage }: { readonly hasOutputs: boolean; readonly takesImage: boolean },
): readonly SourceKind[] {
  const takesBytes = ['UINT8', 'INT8', 'INT32', 'INT64', 'BYTES'].includes(datatype);
  const can: Partial<Record<SourceKind, boolean>> = {
    image: takesImage,
    text: takesBytes,
    state: hasOutputs,
  };
  return sourceKinds.filter((kind) => can[kind] ?? true);
}

export function startDraft(spec: TensorSpec): InputDraft {
  const kind = spec.datatype === 'BYTES' ? 'text' : 'random';
  return { kind, text: '', sizes: spec.shape.map(() => ''), output: '' };
}

/** The tensor of a draft that is no picture, or what keeps it from being one. `outputs` are those of the run before. */
export function makeInput(
  spec: TensorSpec,
  draft: InputDraft,
  { random, outputs }: { readonly random: () => number; readonly outputs: Readonly<Record<string, Tensor>> },
): Filled {
  if (draft.kind === 'image') return { kind: 'unfit', message: 'Expected a picture, got none.' };
  const sizes: (number | undefined)[] = [];
  for (const size of draft.sizes) {
    const number = size.trim() === '' ? undefined : Number(size);
    if (number !== undefined && !(Number.isInteger(number) && number >= 0)) {
      return { kind: 'unfit', message: `Expected a whole size, got ${JSON.stringify(size)}.` };
    }
    sizes.push(number);
  }
  if (draft.kind === 'state') {
    const tensor = outputs[draft.output];
    return tensor === undefined || tensor.datatype !== spec.datatype
      ? makeAll(spec, sizes, () => zeroOf(spec))
      : { kind: 'tensor', tensor };
  }
  if (draft.kind === 'random') return makeAll(spec, sizes, () => randomOf(spec, random));
  if (draft.kind === 'zeros') return makeAll(spec, sizes, () => zeroOf(spec));
  if (draft.kind === 'text') return makeText(spec, sizes, draft.text);
  const literals = readLiterals(draft.text);
  if (literals.kind === 'malformed') return { kind: 'unfit', message: literals.message };
  return place(spec, literals.values, { sizes, typed: literals.shape });
}

function makeAll(spec: TensorSpec, sizes: readonly (number | undefined)[], value: () => string): Filled {
  const shape = spec.shape.map((size, axis) => (size === -1 ? (sizes[axis] ?? 1) : size));
  const count = shape.reduce((product, size) => product * size, 1);
  if (count > mostElements) {
    return {
      kind: 'unfit',
      message: `Expected at most ${String(mostElements)} values, got ${String(count)}.`,
    };
  }
  return fillTensor(spec.datatype, shape, Array.from({ length: count }, value));
}

function randomOf({ datatype }: TensorSpec, random: () => number): string {
  if (datatype.startsWith('FP')) return String(random());
  if (datatype === 'BYTES') return String.fromCodePoint(97 + Math.floor(random() * 26));
  return random() < 0.5 ? '0' : '1';
}

function zeroOf({ datatype }: TensorSpec): string {
  return datatype === 'BYTES' ? '' : '0';
}

/** A text is one string, its lines where several are wanted, or its UTF-8 bytes for whole numbers. */
function makeText(spec: TensorSpec, sizes: readonly (number | undefined)[], text: string): Filled {
  if (spec.datatype !== 'BYTES') {
    return place(spec, [...new TextEncoder().encode(text)].map(String), { sizes });
  }
  const whole = place(spec, [text], { sizes });
  return whole.kind === 'tensor' && !text.includes('\n') ? whole : place(spec, text.split('\n'), { sizes });
}

function place(
  spec: TensorSpec,
  values: readonly string[],
  options: { readonly sizes: readonly (number | undefined)[]; readonly typed?: readonly number[] },
): Filled {
  const choice = chooseShape(spec, values.length, options);
  return choice.kind === 'unfit' ? choice : fillTensor(spec.datatype, choice.shape, values);
}
