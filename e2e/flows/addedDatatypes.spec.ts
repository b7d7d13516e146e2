import * as strange from '../../src/core/repository/onnx/testing/strangeModels.ts';
import { addModel } from '../support/addModel.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';

test('numbers of every kind go in and out: half precision, whole scalars, flags, bytes, texts', async ({
  page,
}) => {
  await page.goto(servers.isolated.url);
  for (const [name, bytes] of [
    ['half', strange.halfPrecision()],
    ['scalars', strange.scalars()],
    ['texts', strange.texts()],
    ['three', strange.threeOutputs()],
    ['ids', strange.embedding()],
  ] as const)
    expect(await addModel(page, bytes, { config: { name } })).toMatchObject({ kind: 'added' });
  const answers = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const half = await nearside.infer({
      model: 'half',
      inputs: { x: { datatype: 'FP16', shape: [1, 2], data: Uint16Array.of(0x3c00, 0x4000) } },
    });
    const Float16 = (globalThis as unknown as { Float16Array?: typeof Float32Array }).Float16Array;
    const native =
      Float16 === undefined
        ? half
        : await nearside.infer({
            model: 'half',
            inputs: { x: { datatype: 'FP16', shape: [1, 2], data: Float16.of(1, 2) } },
          });
    const scalars = await nearside.infer({
      model: 'scalars',
      inputs: {
        number: { datatype: 'INT64', shape: [], data: BigInt64Array.of(9_007_199_254_740_993n) },
        bytes: { datatype: 'UINT8', shape: [3], data: Uint8Array.of(0, 1, 255) },
        flag: { datatype: 'BOOL', shape: [], data: Uint8Array.of(0) },
      },
    });
    const texts = await nearside.infer({
      model: 'texts',
      inputs: { text: { datatype: 'BYTES', shape: [2, 1], data: ['1.5', '-2'] } },
    });
    const text = await nearside.predict('texts', '42');
    const three = await nearside.infer({
      model: 'three',
      inputs: {
        'a:0': { datatype: 'FP32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
        'b/0': { datatype: 'FP32', shape: [2, 2], data: Float32Array.of(1, 1, 1, 1) },
      },
      outputs: ['count', 'difference/0'],
    });
    const read = ({ outputs }: typeof half) =>
      Object.fromEntries(
        Object.entries(outputs).map(([name, { datatype, shape, data }]) => [
          name,
          [
            datatype,
            shape.join(),
            data.constructor.name,
            Array.from(data as unknown as ArrayLike<unknown>, String).join(),
          ],
        ]),
      );
    const value = text.value as Record<string, { data: ArrayLike<unknown> }>;
    return {
      half: read(half),
      native: read(native),
      scalars: read(scalars),
      texts: read(texts),
      three: read(three),
      text: String(value['number']!.data[0]),
    };
  });
  expect(answers).toEqual({
    half: { y: ['FP16', '1,2', 'Uint16Array', `16384,17408`] },
    native: { y: ['FP16', '1,2', 'Uint16Array', `16384,17408`] },
    scalars: {
      shifted: ['INT64', '3', 'BigInt64Array', '9007199254740993,9007199254740994,9007199254741248'],
      chosen: ['INT64', '', 'BigInt64Array', '9007199254740993'],
    },
    texts: { same: ['BYTES', '2,1', 'Array', '1.5,-2'], number: ['FP32', '2,1', 'Float32Array', '1.5,-2'] },
    three: {
      count: ['INT64', '', 'BigInt64Array', '4'],
      'difference/0': ['FP32', '2,2', 'Float32Array', '0,1,2,3'],
    },
    text: '42',
  });
});
