import type { Instance, InstanceReport, Job, JobInput, JobResult } from '../core/ports.ts';
import type { NumericArray } from '../core/protocol/tensor.ts';
import type { GoldenCase, GoldenTensor } from '../core/repository/goldenCase.ts';
import { makeSampleInputs } from '../platform/inference/sampleInputs.ts';

/** Of the largest output: what backends may differ by where nothing says what is right. */
const relativeTolerance = 1e-2;
const leastTolerance = 1e-3;

/**
 * Made-up inputs with what an instance answers to them: for a model that brings no golden case, so that other ways to run it can be
 * compared with the safe one. Undefined for texts.
 */
export async function makeReference(
  instance: Instance,
  { inputs, outputs }: InstanceReport,
): Promise<GoldenCase | undefined> {
  const samples = makeSampleInputs(inputs, { rows: 1, freeSize: 1, largestId: 2 });
  const isNumeric = [...inputs, ...outputs].every(({ datatype }) => datatype !== 'BYTES');
  if (!isNumeric) return undefined;
  const job: Job = {
    inputs: samples.map(({ datatype, shape, data }) => ({
      kind: 'numeric',
      datatype: datatype as Extract<JobInput, { kind: 'numeric' }>['datatype'],
      shape,
      fill: (target) => {
        (target as Float32Array).set(data as Float32Array);
      },
    })),
    outputs: outputs.map((_, index) => index),
  };
  const result = await new Promise<JobResult | Error>((resolve) => {
    instance.post(job, resolve);
  });
  if (result instanceof Error) return undefined;
  const toTensor = (
    name: string,
    { datatype, shape, data }: Pick<GoldenTensor, 'datatype' | 'shape'> & { readonly data: unknown },
  ): readonly [string, GoldenTensor] => [
    name,
    { datatype, shape, data: Array.from(data as NumericArray as ArrayLike<number | bigint>, Number) },
  ];
  const answers = result.outputs.map((output, index) => toTensor(outputs[index]?.name ?? '', output));
  const largest = Math.max(0, ...answers.flatMap(([, { data }]) => data.map(Math.abs)));
  return {
    inputs: Object.fromEntries(samples.map((sample, index) => toTensor(inputs[index]?.name ?? '', sample))),
    outputs: Object.fromEntries(answers),
    tolerance: Math.max(leastTolerance, relativeTolerance * largest),
  };
}
