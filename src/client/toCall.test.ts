import { describe, expect, test } from 'vitest';
import type { RequestOptions } from '../core/protocol/inference.ts';
import type { Call } from './call.ts';
import { packParcels } from './packParcels.ts';
import { toInferCall, toPredictCall } from './toCall.ts';

const options = {};
const text = (model: string, value: string, own: Call['options'] = options): Call => ({
  kind: 'text',
  model,
  text: value,
  options: own,
});
const row = (values: readonly number[]): Call => ({
  kind: 'row',
  model: 'm',
  values: Float32Array.from(values),
  options,
});

describe('parcels', () => {
  test('hold neighbours of one kind, model, options and length; ids go on', () => {
    const calls = [
      text('a', '1'),
      text('a', '2'),
      text('b', '3'),
      text('b', '4', { priority: 1 }),
      row([1, 2]),
      row([3, 4]),
      row([5]),
    ];
    const transfer: Transferable[] = [];
    const parcels = packParcels(calls, 10, transfer);
    expect(parcels).toMatchObject([
      { kind: 'text', model: 'a', firstId: 10, texts: ['1', '2'] },
      { kind: 'text', model: 'b', firstId: 12, texts: ['3'] },
      { kind: 'text', model: 'b', firstId: 13, texts: ['4'], options: { priority: 1 } },
      { kind: 'row', firstId: 14, rowLength: 2, values: Float32Array.of(1, 2, 3, 4) },
      { kind: 'row', firstId: 16, rowLength: 1, values: Float32Array.of(5) },
    ]);
    expect(transfer).toHaveLength(2);
  });

  test('take options that are equal but not the same', () => {
    const calls = [text('a', '1', { deadlineMs: 5 }), text('a', '2', { deadlineMs: 5 })];
    expect(packParcels(calls, 1, [])).toHaveLength(1);
  });

  test('of nothing are none', () => {
    expect(packParcels([], 1, [])).toEqual([]);
  });
});

describe('options', () => {
  test.each([
    ['deadlineMs', { deadlineMs: 0 }],
    ['deadlineMs', { deadlineMs: Number.NaN }],
    ['priority', { priority: 4 }],
    ['priority', { priority: 1.5 }],
    ['route', { route: 'moon' }],
    ['cache', { cache: 'maybe' }],
    ['signal', { signal: {} }],
    ['deadlineMs', { deadlineMs: 10n }],
    ['partition', { partition: 5 }],
    ['partition', { partition: Symbol('s') }],
  ])('a wrong %s is bad input by name: %o', (name, wrong) => {
    const send = (): unknown => toPredictCall('m', 'text', wrong as RequestOptions);
    expect(send).toThrow(expect.objectContaining({ code: 'bad-input' }) as Error);
    expect(send).toThrow(`${name}: expected `);
  });

  test('travel without what stays on the page', () => {
    const given = {
      deadlineMs: 5,
      priority: 1,
      partition: 'p',
      signal: new AbortController().signal,
      transfer: true,
    };
    expect(toPredictCall('m', 'text', given).call.options).toEqual({
      deadlineMs: 5,
      priority: 1,
      partition: 'p',
    });
    expect(toPredictCall('m', 'text', null).call.options).toEqual({});
  });

  test.each([undefined, '', 7, null])('%j is no model', (model) => {
    expect(() => toPredictCall(model as string, 'text')).toThrow('model: expected the name of a model');
  });

  test.each([undefined, null, 'm', {}, { model: 'm' }, { model: 'm', inputs: 1 }])(
    '%j is no request',
    (request) => {
      const send = (): unknown => toInferCall(request as unknown as Parameters<typeof toInferCall>[0]);
      expect(send).toThrow(expect.objectContaining({ code: 'bad-input' }) as Error);
    },
  );
});

test('a view is sent alone, not the buffer that it looks into', () => {
  const data = new Float32Array(100).subarray(10, 12);
  const x = { datatype: 'FP32', shape: [1, 2], data } as const;
  const { call, transfer } = toInferCall({ model: 'm', inputs: { x } });
  expect(call).toMatchObject({ kind: 'infer', request: { inputs: { x: { data: new Float32Array(2) } } } });
  expect(transfer.map((buffer) => (buffer as ArrayBuffer).byteLength)).toEqual([8]);
});

test('what lies in shared memory is copied when the call is made, wherever a value may hold it', () => {
  const shared = new Float32Array(new SharedArrayBuffer(8)).fill(1);
  const tensor = { datatype: 'FP32', shape: [1, 2], data: shared };
  const calls = [
    toPredictCall('m', { x: shared, y: tensor, z: [1] }),
    toPredictCall('m', Object.assign(Object.create(null) as object, { x: shared, y: tensor, z: [1] })),
    toPredictCall('m', new Uint8Array(shared.buffer) as unknown as Float32Array),
  ];
  shared.fill(2);
  const own = Float32Array.of(1, 1);
  expect(calls[0]!.call).toMatchObject({ value: { x: own, y: { ...tensor, data: own }, z: [1] } });
  expect(calls[1]!.call).toMatchObject({ value: { x: own, y: { data: own } } });
  expect(calls[2]!.call).toMatchObject({ value: new Uint8Array(own.buffer) });
});
