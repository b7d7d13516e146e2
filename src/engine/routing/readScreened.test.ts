import { expect, test } from 'vitest';
import { NearsideError } from '../../core/errors.ts';
import type { Datatype, Tensor } from '../../core/protocol/tensor.ts';
import { readScreened } from './readScreened.ts';
import { describeServed } from './remoteServed.ts';

const specs = {
  inputs: [
    { name: 'ids', datatype: 'INT32', shape: [-1, -1] },
    { name: 'names', datatype: 'BYTES', shape: [-1] },
  ],
  outputs: [{ name: 'y', datatype: 'FP32', shape: [-1, 2] }],
} as const;
const served = describeServed({ name: 'm', versions: [] }, { url: 'https://there.test', version: '', specs });

function ids(rows: number, values: readonly number[]): Tensor {
  return { datatype: 'INT32', shape: [rows, values.length / rows], data: Int32Array.from(values) };
}

function names(...data: readonly string[]): Tensor {
  return { datatype: 'BYTES', shape: [data.length], data };
}

const tensors = [ids(2, [1, 2, 3, 4]), names('a', 'b')];
const asked = { tensors, parameters: { top: 3, only: true } };
const inputs = { ids: tensors[0], names: tensors[1] };
const { parameters } = asked;

test.each<[string, unknown, unknown, boolean]>([
  ['the same', { ids: ids(2, [1, 2, 3, 4]), names: names('a', 'b') }, { only: true, top: 3 }, false],
  ['other numbers', { ...inputs, ids: ids(2, [1, 2, 3, 5]) }, parameters, true],
  ['a narrower row', { ...inputs, ids: ids(2, [1, 2]) }, parameters, true],
  ['another text', { ...inputs, names: names('a', '') }, parameters, true],
  ['another parameter', inputs, { ...parameters, top: 4 }, true],
  ['no parameters', inputs, undefined, true],
])('%s may leave', (_, given, changed, isChanged) => {
  const sending = readScreened({ kind: 'send', inputs: given, parameters: changed }, asked, served);
  expect(sending.isChanged).toBe(isChanged);
  expect(sending.tensors).toEqual(Object.values(given as typeof inputs));
  expect(sending.parameters).toEqual(changed);
});

test.each<[string, unknown, unknown, RegExp]>([
  ['no inputs', undefined, parameters, /expected inputs/],
  ['a list', [], parameters, /expected inputs/],
  ['an input less', { ids: inputs.ids }, parameters, /"names" is missing/],
  ['an input more', { ...inputs, more: inputs.ids }, parameters, /got "more"/],
  ['no tensor', { ...inputs, ids: 3 }, parameters, /expected a tensor/],
  [
    'another datatype',
    { ...inputs, ids: { ...inputs.ids!, datatype: 'FP32' as Datatype } },
    parameters,
    /INT32/,
  ],
  ['another rank', { ...inputs, ids: { ...inputs.ids!, shape: [4] } }, parameters, /\[-1, -1\]/],
  [
    'a length that is not that of the shape',
    { ...inputs, ids: { ...inputs.ids!, shape: [2, 3] } },
    parameters,
    /6 el/,
  ],
  ['a row less', { ids: ids(1, [1, 2]), names: names('a') }, parameters, /2 rows in "ids"/],
  ['an odd parameter', inputs, { top: [] }, /parameters\.top/],
])('%s may not', (_, given, changed, message) => {
  expect(() => readScreened({ kind: 'send', inputs: given, parameters: changed }, asked, served)).toThrow(
    expect.objectContaining({
      code: 'bad-input',
      message: expect.stringMatching(message) as string,
    }) as Error,
  );
});

test("a page's refusal is thrown as it is", () => {
  const refusal = new NearsideError('consent', 'no');
  expect(() => readScreened(refusal, asked, served)).toThrow(refusal);
});
