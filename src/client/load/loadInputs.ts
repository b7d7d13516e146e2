import { createRandom } from '../../core/createRandom.ts';
import { makeSentences } from '../../core/load/makeSentences.ts';
import { makeTensors } from '../../core/load/makeTensors.ts';
import { defaultSeed, type LoadPlan } from '../../core/load/loadPlan.ts';
import type { Tensor } from '../../core/protocol/tensor.ts';
import type { ModelStatus } from '../../core/repository/modelStatus.ts';
import type { Nearside } from '../nearside.ts';

/** What the requests of a run carry, by request number. */
export type LoadInputs =
  | { readonly kind: 'text'; readonly at: (index: number) => string }
  /** Written over by the next call. */
  | { readonly kind: 'row'; readonly at: (index: number) => Float32Array }
  | { readonly kind: 'tensors'; readonly at: (index: number) => Record<string, Tensor> };

const inputSeed = 0x5eed;
const drawSeed = 0xd1ce;

/** Text for models that take text, one row for those with a single FP32 input, tensors by the model's specs for all others. */
export async function chooseLoadInputs(
  nearside: Pick<Nearside, 'tensors'>,
  model: ModelStatus,
  { seed = defaultSeed, distinctInputs }: LoadPlan,
): Promise<LoadInputs> {
  const drawn = createRandom(seed ^ drawSeed);
  const pick = (index: number): number =>
    distinctInputs === undefined ? index : Math.floor(drawn() * distinctInputs);
  const random = createRandom(seed ^ inputSeed);
  const sentences = makeSentences(random);
  if (await takesText(nearside, model, sentences(0))) {
    return { kind: 'text', at: (index) => sentences(pick(index)) };
  }
  const tensors = makeTensors(model.inputs, random);
  const [only, ...others] = model.inputs;
  if (only?.datatype === 'FP32' && others.length === 0) {
    const { name } = only;
    return { kind: 'row', at: (index) => (tensors(pick(index))[name] as Tensor).data as Float32Array };
  }
  return { kind: 'tensors', at: (index) => tensors(pick(index)) };
}

/** Asks pre-processing alone, which counts as no request. */
async function takesText(
  nearside: Pick<Nearside, 'tensors'>,
  { name, task }: ModelStatus,
  text: string,
): Promise<boolean> {
  if (task?.startsWith('text-') !== true && task !== 'token-classification') return false;
  return await nearside.tensors(name, text).then(
    () => true,
    () => false,
  );
}
