import type { TensorSpec } from '../protocol/tensor.ts';
import type { SpecDifference } from './remoteVerdict.ts';

interface Specs {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
}

/**
 * Where a remote model takes or gives something else than the local one. What the remote leaves out says nothing; outputs that the
 * local one has not are left aside; ones at the end of an output's shape come and go between servers.
 */
export function compareSpecs(local: Specs, remote: Specs): readonly SpecDifference[] {
  return [
    ...(remote.inputs.length === 0 ? [] : compareInputs(local.inputs, remote.inputs)),
    ...(remote.outputs.length === 0 ? [] : compareOutputs(local.outputs, remote.outputs)),
  ];
}

/** One sentence for all differences, both sides named. */
export function describeDifferences(model: string, differences: readonly SpecDifference[]): string {
  const all = differences.map(({ side, name, local, remote }) => {
    return `${side} "${name}": here ${showSpec(local)}, there ${showSpec(remote)}`;
  });
  return `"${model}" is another model at the endpoint: ${all.join('; ')}.`;
}

function compareInputs(local: readonly TensorSpec[], remote: readonly TensorSpec[]): SpecDifference[] {
  const names = [...new Set([...local, ...remote].map(({ name }) => name))];
  return names.flatMap((name) => {
    const [here, there] = [find(local, name), find(remote, name)];
    const isSame =
      here !== undefined &&
      there !== undefined &&
      here.datatype === there.datatype &&
      here.shape.length === there.shape.length &&
      here.shape.every((size, axis) => there.shape[axis] === -1 || there.shape[axis] === size);
    return isSame ? [] : [differenceOf('input', name, here, there)];
  });
}

function compareOutputs(local: readonly TensorSpec[], remote: readonly TensorSpec[]): SpecDifference[] {
  return local.flatMap((here) => {
    const there = find(remote, here.name);
    if (there !== undefined && here.datatype === there.datatype && isSameOutput(here.shape, there.shape))
      return [];
    return [differenceOf('output', here.name, here, there)];
  });
}

function isSameOutput(here: readonly number[], there: readonly number[]): boolean {
  const rank = Math.max(here.length, there.length);
  for (let axis = 0; axis < rank; axis += 1) {
    const [left, right] = [here[axis] ?? 1, there[axis] ?? 1];
    if (left !== right && left !== -1 && right !== -1) return false;
  }
  return true;
}

function find(specs: readonly TensorSpec[], name: string): TensorSpec | undefined {
  return specs.find((spec) => spec.name === name);
}

function differenceOf(
  side: SpecDifference['side'],
  name: string,
  local: TensorSpec | undefined,
  remote: TensorSpec | undefined,
): SpecDifference {
  return {
    side,
    name,
    ...(local === undefined ? {} : { local }),
    ...(remote === undefined ? {} : { remote }),
  };
}

function showSpec(spec: TensorSpec | undefined): string {
  return spec === undefined ? 'none' : `${spec.datatype} [${spec.shape.join(', ')}]`;
}
