import { describe, expect, test } from 'vitest';
import { decodeRequest } from './decodeRequest.ts';
import { decodeResponse } from './decodeResponse.ts';
import { encodeRequest } from './encodeRequest.ts';
import { encodeResponse } from './encodeResponse.ts';
import { parseHeaderLength } from './splitMessage.ts';
import type { Datatype, Tensor } from './tensor.ts';

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');

function requestOf(entry: object, others: object = {}): Uint8Array<ArrayBuffer> {
  return bytes(
    JSON.stringify({ inputs: [{ name: 'x', shape: [1], datatype: 'FP32', ...entry }], ...others }),
  );
}

describe('the bytes on the wire', () => {
  test('are those that Triton takes', () => {
    const message = encodeRequest({
      id: '7',
      inputs: { x: { datatype: 'FP32', shape: [1, 2], data: Float32Array.of(1, -2.5) } },
      isBinaryOutput: true,
    });
    expect(message.headerLength).toBe(143);
    expect(message.body.byteLength).toBe(151);
    expect(new TextDecoder().decode(message.body.subarray(0, 143))).toBe(
      '{"id":"7","inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","parameters":{"binary_data_size":8}}],"parameters":{"binary_data_output":true}}',
    );
    expect(hex(message.body.subarray(143))).toBe('0000803f000020c0');
  });

  test('count in bytes, not in characters, and hold the length before each text', () => {
    const { body, headerLength } = encodeRequest({
      id: 'é',
      inputs: { t: { datatype: 'BYTES', shape: [1], data: ['hi'] } },
    });
    expect(hex(body.subarray(headerLength))).toBe('020000006869');
    expect(new TextDecoder().decode(body.subarray(0, headerLength)).endsWith('}]}')).toBe(true);
  });
});

describe('JSON data', () => {
  test.each<[Datatype, unknown, unknown]>([
    ['FP32', [1, 2, 3, 4], [1, 2, 3, 4]],
    [
      'FP32',
      [
        [1, 2],
        [3, 4],
      ],
      [1, 2, 3, 4],
    ],
    ['INT64', [1, 2, 3, -4], [1n, 2n, 3n, -4n]],
    ['BOOL', [true, false, 1, 0], [1, 0, 1, 0]],
    [
      'BYTES',
      [
        ['a', ''],
        ['é', '{'],
      ],
      ['a', '', 'é', '{'],
    ],
  ])('of %s may be nested or flat', (datatype, data, wanted) => {
    const { inputs } = decodeRequest(requestOf({ datatype, shape: [2, 2], data }), undefined);
    expect([...(inputs['x']!.data as unknown as Iterable<unknown>)]).toEqual(wanted);
  });

  test.each<[string, Datatype, unknown]>([
    ['too few', 'FP32', []],
    ['too many', 'FP32', [1, 2]],
    ['a text', 'FP32', ['1']],
    ['a list where a number belongs', 'FP32', [[1]]],
    ['nothing', 'FP32', [null]],
    ['a number', 'FP32', 1],
    ['a number beyond FP32', 'FP32', [1e39]],
    ['a part', 'INT32', [1.5]],
    ['a number out of range', 'UINT8', [256]],
    ['a negative number', 'UINT64', [-1]],
    ['a rounded number', 'INT64', [2 ** 53]],
    ['a number', 'BOOL', [2]],
    ['a number', 'BYTES', [1]],
    ['half a surrogate pair', 'BYTES', ['\ud800']],
    ['what JSON cannot carry', 'FP16', [1]],
  ])('is refused with %s as %s', (_, datatype, data) => {
    expect(() => decodeRequest(requestOf({ datatype, data }), undefined)).toThrow(
      expect.objectContaining({ code: 'bad-input', message: expect.stringContaining('"x"') as string }),
    );
  });

  test.each<[string, string]>([
    ['9007199254740993', 'INT64'],
    ['1e400', 'FP64'],
  ])('never changes silently: %s as %s', (literal, datatype) => {
    const body = bytes(`{"inputs":[{"name":"x","shape":[1],"datatype":"${datatype}","data":[${literal}]}]}`);
    expect(() => decodeRequest(body, undefined)).toThrow(/expected .* got/);
  });

  test.each<[string, Tensor]>([
    ['NaN', { datatype: 'FP32', shape: [1], data: Float32Array.of(Number.NaN) }],
    ['infinity', { datatype: 'FP64', shape: [1], data: Float64Array.of(Number.POSITIVE_INFINITY) }],
    ['a large number', { datatype: 'INT64', shape: [1], data: BigInt64Array.of(2n ** 53n) }],
    ['a large number', { datatype: 'UINT64', shape: [1], data: BigUint64Array.of(2n ** 64n - 1n) }],
    ['FP16', { datatype: 'FP16', shape: [1], data: Uint16Array.of(0x3c00) }],
  ])('is not made of %s', (_, tensor) => {
    expect(() => encodeRequest({ inputs: { x: tensor } }, { isBinary: false })).toThrow('binary data');
    expect(() => encodeResponse({ outputs: { x: tensor } })).toThrow('binary data');
    const { body, headerLength } = encodeResponse({ outputs: { x: tensor } }, { isBinaryOutput: true });
    expect(decodeResponse(body, headerLength).outputs['x']).toEqual(tensor);
  });
});

describe('a request is refused that', () => {
  const good = { data: [1] };
  test.each<[string, Uint8Array<ArrayBuffer>, number | undefined, string]>([
    ['is no JSON', bytes('{'), undefined, 'a JSON object in UTF-8'],
    ['is no UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d), undefined, 'a JSON object in UTF-8'],
    ['is a list', bytes('[]'), undefined, 'a JSON object'],
    ['has no inputs', bytes('{}'), undefined, 'inputs: expected a list of tensors'],
    ['has an unknown datatype', requestOf({ ...good, datatype: 'BF16' }), undefined, 'a datatype of'],
    ['has no shape', requestOf({ ...good, shape: undefined }), undefined, 'non-negative integers'],
    ['has a negative size', requestOf({ ...good, shape: [-1] }), undefined, 'non-negative integers'],
    ['has no data', requestOf({}), undefined, 'data as a list, got nothing'],
    [
      'has a name twice',
      bytes(
        '{"inputs":[{"name":"x","shape":[0],"datatype":"INT8","data":[]},{"name":"x","shape":[0],"datatype":"INT8","data":[]}]}',
      ),
      undefined,
      'again',
    ],
    ['has an id that is no text', requestOf(good, { id: 7 }), undefined, 'id: expected a text'],
    [
      'has a parameter of another kind',
      requestOf(good, { parameters: { a: null } }),
      undefined,
      'parameters.a',
    ],
    [
      'asks for an output twice',
      requestOf(good, { outputs: [{ name: 'y' }, { name: 'y' }] }),
      undefined,
      'each name once',
    ],
    [
      'says more bytes than there are',
      requestOf({ parameters: { binary_data_size: 4 } }),
      undefined,
      'the 0 bytes that are left, got 4',
    ],
    ['has a header beyond its end', requestOf(good), 9999, "at most the body's"],
    [
      'gives data twice',
      requestOf({ ...good, parameters: { binary_data_size: 0 } }),
      undefined,
      'data or binary_data_size',
    ],
  ])('%s', (_, body, headerLength, message) => {
    expect(() => decodeRequest(body, headerLength)).toThrow(
      expect.objectContaining({ code: 'bad-input', message: expect.stringContaining(message) as string }),
    );
  });

  test('wants an extension that is not served', () => {
    const asked = { name: 'y', parameters: { classification: 3 } };
    expect(() => decodeRequest(requestOf(good, { outputs: [asked] }), undefined)).toThrow(
      expect.objectContaining({ code: 'unsupported' }),
    );
  });

  test('claims more elements than any memory holds, before any is taken', () => {
    const shape = [2 ** 52, 2 ** 52];
    for (const datatype of ['FP64', 'BYTES']) {
      expect(() => decodeRequest(requestOf({ datatype, shape, data: [1] }), undefined)).toThrow('elements');
      const head = requestOf({ datatype, shape, parameters: { binary_data_size: 0 } });
      expect(() => decodeRequest(head, head.byteLength)).toThrow(/expected .* bytes/);
    }
  });
});

describe('a response', () => {
  const numbers = (data: string): Uint8Array<ArrayBuffer> =>
    bytes(`{"model_name":"m","outputs":[{"name":"y","shape":[1],"datatype":"FP32","data":[${data}]}]}\n`);

  test('may have blanks behind its JSON and fields of the server’s own', () => {
    const body = bytes(
      '{"model_name":"m","id":null,"parameters":{},"extra":[1],"outputs":[{"name":"y","shape":[1,1],"datatype":"FP32","parameters":{},"data":[2]}]}\r\n',
    );
    expect(decodeResponse(body, undefined)).toEqual({
      model: 'm',
      outputs: { y: { datatype: 'FP32', shape: [1, 1], data: Float32Array.of(2) } },
    });
  });

  test.each(['NaN', 'Infinity', '-Infinity', 'null'])(
    'with %s written bare is a failure of the remote',
    (literal) => {
      expect(() => decodeResponse(numbers(literal), undefined)).toThrow(
        expect.objectContaining({ code: 'remote' }),
      );
    },
  );

  test('without a readable header is cut by its JSON, whatever its texts hold', () => {
    const message = encodeResponse(
      {
        id: '}"\\{',
        outputs: { y: { datatype: 'UINT8', shape: [3], data: Uint8Array.of(0x7d, 0x20, 0x0a) } },
      },
      { isBinaryOutput: true },
    );
    expect(decodeResponse(message.body, undefined).outputs['y']!.data).toEqual(
      Uint8Array.of(0x7d, 0x20, 0x0a),
    );
    expect(() => decodeResponse(message.body.slice(0, -1), undefined)).toThrow('binary_data_size');
  });
});

test.each(['', ' 1', '1.5', '-1', '1e3', '9'.repeat(20)])('a header of %j is no number of bytes', (text) => {
  expect(() => parseHeaderLength(text, 'request')).toThrow(expect.objectContaining({ code: 'bad-input' }));
});

test.each<[string, unknown]>([
  ['numbers of another kind', { datatype: 'FP32', shape: [1], data: Int32Array.of(1) }],
  ['too few numbers', { datatype: 'FP32', shape: [2], data: Float32Array.of(1) }],
  ['no shape', { datatype: 'FP32', data: Float32Array.of(1) }],
  ['nothing', null],
  ['no datatype', { shape: [1], data: Float32Array.of(1) }],
  ['another datatype', { datatype: 'FLOAT', shape: [1], data: Float32Array.of(1) }],
  ['a number among texts', { datatype: 'BYTES', shape: [1], data: [1] }],
  ['half a surrogate pair', { datatype: 'BYTES', shape: [1], data: ['\udc00'] }],
  ['2 for true', { datatype: 'BOOL', shape: [1], data: Uint8Array.of(2) }],
])('a tensor with %s is not sent', (_, tensor) => {
  for (const isBinary of [true, false]) {
    expect(() => encodeRequest({ inputs: { x: tensor as Tensor } }, { isBinary })).toThrow(
      expect.objectContaining({ code: 'bad-input', message: expect.stringContaining('"x"') as string }),
    );
  }
});
