import { expect, test } from 'vitest';
import type { Tensor } from '../../core/protocol/tensor.ts';
import { createRequest } from '../engineRequest.ts';
import type { RowWidener } from '../textReader.ts';
import { idsWidener, joinInputs, takeSharers } from './joinCalls.ts';
import type { RemoteCall } from './remoteCall.ts';

const specs = { inputs: [{ name: 'ids', datatype: 'INT32', shape: [-1, -1] }], outputs: [] } as const;
const owner = { answer: () => undefined, refuse: () => undefined };

function callOf(rows: readonly (readonly number[])[], widener?: RowWidener): RemoteCall {
  const tensor: Tensor = {
    datatype: 'INT32',
    shape: [rows.length, rows[0]?.length ?? 0],
    data: Int32Array.from(rows.flat()),
  };
  return {
    request: createRequest({
      id: 1,
      owner,
      answer: 'infer',
      model: 'm',
      options: {},
      requestStartAt: 0,
      deadlineAt: 1,
    }),
    tensors: [tensor],
    parameters: undefined,
    isChanged: false,
    rows: rows.length,
    specs,
    widener,
    version: undefined,
    sizeBytes: 4,
    isPatient: true,
    isProbe: false,
    addedAt: 0,
    isGone: false,
    fail: () => undefined,
  };
}

/** The rows that go with the head, as they are sent. */
function join(head: RemoteCall, ...others: readonly RemoteCall[]): readonly [shape: string, data: string] {
  const [taken] = takeSharers(head, others, { most: 8, surplus: 8 });
  const { shape, data } = joinInputs(taken)['ids']!;
  return [shape.join('×'), (data as Int32Array).join(' ')];
}

test('rows that can be widened share a call with those that can be alike', () => {
  const [wide, narrow] = [callOf([[1, 2, 3]], idsWidener), callOf([[4]], idsWidener)];
  expect(join(narrow, wide)).toEqual(['2×3', '4 0 0 1 2 3']);
});

test('others share it with rows of the same width alone', () => {
  const [wide, narrow, alike] = [
    callOf([[1, 2, 3]]),
    callOf([[4]]),
    callOf([
      [5, 6, 7],
      [8, 9, 10],
    ]),
  ];
  expect(join(wide, narrow, alike)).toEqual(['3×3', '1 2 3 5 6 7 8 9 10']);
});

test("what a caller brought as tensors is never widened by somebody else's text", () => {
  const text = callOf([[1, 2, 3]], idsWidener);
  expect(join(text, callOf([[4, 5, 6]]), callOf([[7]], idsWidener))).toEqual(['2×3', '1 2 3 7 0 0']);
  expect(
    join(text, callOf([[4, 5, 6]], { joinInput: (parts, index) => idsWidener.joinInput(parts, index) })),
  ).toEqual(['1×3', '1 2 3']);
});
