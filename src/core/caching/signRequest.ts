import type { Datatype } from '../protocol/tensor.ts';

/** Everything but the inputs that a result depends on. */
export interface ResultContext {
  readonly model: string;
  /** SHA-256 of the model's bytes. */
  readonly digest: string;
  readonly version: string;
  readonly variant: string;
  /** Numbers differ between backends, and a request that asks for one side never meets the other's results. */
  readonly backend: string;
  /** Name and version of what turns values into tensors. */
  readonly preprocessing: string;
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  readonly partition?: string;
  /** Names; their order does not matter. */
  readonly outputs: readonly string[];
}

/** What an input is apart from its bytes. */
export interface InputEcho {
  readonly name: string;
  readonly datatype: Datatype | 'IDS';
  readonly shape: readonly number[];
  readonly sizeBytes: number;
}

/** A text that is equal for equal contexts alone. */
export function signContext(context: ResultContext): string {
  const { model, digest, version, variant, backend, preprocessing, partition, outputs } = context;
  const parameters = Object.entries(context.parameters ?? {})
    .toSorted(byName)
    .map(([name, value]) => [name, typeof value, Object.is(value, -0) ? '-0' : String(value)]);
  const names = [...new Set(outputs)].toSorted();
  return JSON.stringify([
    [model, digest, version, variant, backend, preprocessing],
    parameters,
    partition ?? null,
    names,
  ]);
}

/** A text that is equal for equal inputs alone, their bytes apart; the order of the inputs does not matter. */
export function signInputs(inputs: readonly InputEcho[]): string {
  const named = inputs.map(({ name, datatype, shape, sizeBytes }): Named => [
    name,
    datatype,
    shape,
    sizeBytes,
  ]);
  return JSON.stringify(inputs.length < 2 ? named : named.toSorted(byName));
}

type Named = readonly [string, ...unknown[]];

function byName([left]: Named, [right]: Named): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
