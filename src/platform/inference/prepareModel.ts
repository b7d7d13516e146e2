import { NearsideError } from '../../core/errors.ts';
import type { InstanceReport, InstanceSpec, ShapeCost } from '../../core/ports.ts';
import type { GoldenCase, GoldenTensor } from '../../core/repository/goldenCase.ts';
import type { BatchSafety } from '../../core/repository/modelStatus.ts';
import type { Datatype, TensorSpec } from '../../core/protocol/tensor.ts';
import { takesTokens } from '../../core/tokens/tokenInput.ts';
import { calibrateTokens } from './calibrateTokens.ts';
import type { Rest } from './createRest.ts';
import { makePlannedInputs } from './makePlannedInputs.ts';
import { provedRows, proveBatching } from './proveBatching.ts';
import { proveTokenBatching } from './proveTokenBatching.ts';
import { makeSampleInputs, repeatRows, toTypedArray } from './sampleInputs.ts';
import type { Session, SessionInput } from './session.ts';
import { timeShape } from './timeShape.ts';

/**
 * Checks the golden outputs, proves whether rows may share a batch, and runs and times every batch size to be used, or a few where the
 * costs of what it replaces tell the others. Where all that was found out before, sizes are run once, and no cost is stated; on
 * WebAssembly those that take long are left out.
 */
export async function prepareModel(
  session: Session,
  spec: InstanceSpec,
  onStep: (done: number, total: number) => void,
  rest: Rest = () => Promise.resolve(),
): Promise<Omit<InstanceReport, 'threads' | 'backend'>> {
  const paced: Session = {
    ...session,
    run: async (inputs, outputs) => {
      const run = await session.run(inputs, outputs);
      await rest();
      return run;
    },
  };
  const maxAbsDiff = spec.golden === undefined ? undefined : await checkGolden(paced, spec.golden, spec);
  const isTimed = spec.proved === undefined;
  const stated = { ...statedSpecs(session, spec), ...(maxAbsDiff === undefined ? {} : { maxAbsDiff }) };
  if (spec.tokens !== undefined && takesTokens(session.inputs)) {
    const batching = spec.proved ?? (await proveTokenBatching(paced, spec.tokens));
    const maxBatch = batching === 'independent' ? spec.maxBatch : 1;
    const trial = { batching, maxBatch, isTimed };
    const costs = await calibrateTokens(session, spec.tokens, trial, onStep, rest);
    return { ...stated, batching, costs: isTimed ? costs : [] };
  }
  const rows = warmRows(session, spec);
  const batching = spec.proved ?? (await judgeBatching(paced, spec, rows[0]));
  const sizes = batchSizes(batching === 'independent' ? spec.maxBatch : 1);
  const costs: ShapeCost[] = [];
  for (const row of rows) {
    const rowShapes = row.map(({ shape }) => (batching === 'fixed' ? shape : shape.slice(1)));
    const before = costs.length * sizes.length;
    const points = await timeShape(session, spec, {
      rowShapes,
      sizes,
      inputsOf: (size) => (batching === 'fixed' ? row : repeatRows(row, size)),
      onSize: (done) => {
        onStep(before + done, rows.length * sizes.length);
      },
      rest,
    });
    costs.push({ rowShapes, points });
  }
  return { ...stated, batching, costs: isTimed ? costs : [] };
}

function statedSpecs(
  session: Session,
  { trial }: InstanceSpec,
): Pick<InstanceReport, 'inputs' | 'outputs' | 'unfetchable'> {
  const { inputs, outputs } = trial?.listed ?? session;
  const { unfetchable = [] } = session;
  return { inputs, outputs, ...(unfetchable.length === 0 ? {} : { unfetchable }) };
}

/** What a trial found unsafe is not tried again. */
async function judgeBatching(
  session: Session,
  { golden, trial }: InstanceSpec,
  row: readonly SessionInput[] | undefined,
): Promise<BatchSafety> {
  if (trial === undefined) return await proveBatching(session, goldenInputs(session, golden) ?? row);
  if (trial.batching !== 'independent') return trial.batching;
  return await proveBatching(session, makePlannedInputs(session.inputs, trial.sample, provedRows));
}

function batchSizes(maxBatch: number): readonly number[] {
  const sizes: number[] = [];
  for (let size = 1; size < maxBatch; size *= 2) sizes.push(size);
  return [...sizes, maxBatch];
}

/** One row per shape to warm: the text buckets, else the golden row, else free dimensions filled with ones. */
function warmRows(session: Session, spec: InstanceSpec): readonly (readonly SessionInput[])[] {
  const { textFeatures, trial } = spec;
  if (trial !== undefined) {
    const planned = makePlannedInputs(session.inputs, trial.sample);
    return planned === undefined ? [] : [planned];
  }
  if (textFeatures !== undefined) {
    return textFeatures.buckets.map((width) =>
      makeSampleInputs(session.inputs, { rows: 1, freeSize: width, largestId: 2 ** textFeatures.bits }),
    );
  }
  const golden = goldenInputs(session, spec.golden);
  if (golden === undefined) return [makeSampleInputs(session.inputs, { rows: 1, freeSize: 1, largestId: 2 })];
  const takesAnyRows = session.inputs.every(({ shape }) => shape[0] === -1);
  return [takesAnyRows ? repeatRows(golden, 1) : golden];
}

function goldenInputs(session: Session, golden: GoldenCase | undefined): readonly SessionInput[] | undefined {
  if (golden === undefined) return undefined;
  const inputs = session.inputs.map(({ name }) => golden.inputs[name]);
  return inputs.every((input) => input !== undefined) ? inputs.map(toInput) : undefined;
}

function toInput(tensor: GoldenTensor): SessionInput {
  const datatype = tensor.datatype as Exclude<Datatype, 'BYTES'>;
  return { datatype, shape: tensor.shape, data: toTypedArray(datatype, tensor.data) };
}

/**
 * The largest difference from the golden outputs; throws where it is too large, unless this is a trial. Twice, because a broken
 * backend was seen to be right the first time only (LiteRT#8065).
 */
async function checkGolden(
  session: Session,
  golden: GoldenCase,
  { model, isCalibration = false }: InstanceSpec,
): Promise<number | undefined> {
  const inputs = goldenInputs(session, golden);
  if (inputs === undefined) return undefined;
  const wanted = session.outputs.flatMap(({ name }, index) => (name in golden.outputs ? [index] : []));
  let largest = 0;
  for (let round = 0; round < 2; round += 1) {
    const { outputs } = await session.run(inputs, wanted);
    for (const [position, output] of outputs.entries()) {
      const { name } = session.outputs[wanted[position] as number] as TensorSpec;
      const expected = golden.outputs[name] as GoldenTensor;
      const difference = largestDifference(output.data as ArrayLike<number>, expected.data);
      largest = Math.max(largest, difference);
      if (difference <= golden.tolerance || isCalibration) continue;
      throw new NearsideError(
        'model-load',
        `"${model}" answers its golden input wrongly on this device: ${name} differs by ${difference}, allowed is ${golden.tolerance}.`,
      );
    }
  }
  return largest;
}

function largestDifference(came: ArrayLike<number | bigint>, expected: readonly number[]): number {
  if (came.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let index = 0; index < expected.length; index += 1) {
    const difference = Math.abs(Number(came[index]) - (expected[index] as number));
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, difference);
  }
  return largest;
}
