import { readFileSync } from 'node:fs';
import type { Tensor } from '../../src/core/protocol/tensor.ts';

interface GoldenTensor extends Pick<Tensor, 'datatype' | 'shape'> {
  readonly data: readonly number[];
}

export interface Golden {
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  /** Of the variant that a server loads. */
  readonly outputs: Readonly<Record<string, GoldenTensor>>;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(`dist/models/${path}`, 'utf8')) as unknown;
}

/** The names of the built-in models. */
export function readModelNames(): readonly string[] {
  return (readJson('index.json') as { readonly models: readonly string[] }).models;
}

/** Inputs of a built-in model with the outputs that it is known to give for them. */
export function readGolden(model: string): Golden {
  const { versions } = readJson(`${model}/model.json`) as {
    readonly versions: readonly { readonly default: string; readonly golden: string }[];
  };
  const { default: variant, golden } = versions[0]!;
  const { inputs, outputs } = readJson(`${model}/${golden}`) as {
    readonly inputs: Golden['inputs'];
    readonly outputs: Readonly<Record<string, Golden['outputs']>>;
  };
  return { inputs, outputs: outputs[variant]! };
}

export function largestDifference(came: ArrayLike<number>, wanted: readonly number[]): number {
  if (came.length !== wanted.length) return Number.POSITIVE_INFINITY;
  return Math.max(...wanted.map((value, index) => Math.abs(value - came[index]!)));
}
