import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NearsideError } from '../errors.ts';
import { decodeRequest } from './decodeRequest.ts';
import { decodeResponse } from './decodeResponse.ts';
import { encodeRequest } from './encodeRequest.ts';
import { encodeResponse } from './encodeResponse.ts';
import type { EncodedMessage, ProtocolRequest, ProtocolResponse } from './protocolMessage.ts';
import {
  countElements,
  datatypes,
  elementSizeBytes,
  tensorBytes,
  viewTensorData,
  type Tensor,
} from './tensor.ts';

const numRuns = process.env['NEARSIDE_LONG'] === undefined ? 300 : 10_000;

const anyShape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('', '\u0000', '\ufeffmark', '"{[}]\\"', '\u{1f469}\u200d\u{1f680}', 'é'),
);

/** Whole tensors of every datatype, of any bits that the datatype may have; `isPlain` only of those that JSON can carry. */
function arbitraryTensor({ isPlain }: { readonly isPlain: boolean }): fc.Arbitrary<Tensor> {
  const types = datatypes.filter((datatype) => !isPlain || datatype !== 'FP16');
  return fc.tuple(fc.constantFrom(...types), anyShape).chain(([datatype, shape]): fc.Arbitrary<Tensor> => {
    const count = countElements(shape);
    if (datatype === 'BYTES') {
      return fc
        .array(anyText, { minLength: count, maxLength: count })
        .map((data) => ({ datatype, shape, data }));
    }
    const size = count * elementSizeBytes(datatype)!;
    return fc.uint8Array({ minLength: size, maxLength: size }).map((bytes) => {
      if (datatype === 'BOOL') for (const [index, byte] of bytes.entries()) bytes[index] = byte & 1;
      const data = viewTensorData(datatype, new Uint8Array(bytes).buffer);
      if (isPlain) for (let index = 0; index < data.length; index += 1) tame(data, index);
      return { datatype, shape, data };
    });
  });
}

/** Names as a model may have them, also those that plain objects know in another sense. */
const anyName: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
  fc.constantFrom('__proto__', 'constructor', 'x:0', '"', 'toString'),
);

function arbitraryTensors(options: {
  readonly isPlain: boolean;
}): fc.Arbitrary<Readonly<Record<string, Tensor>>> {
  return fc
    .uniqueArray(fc.tuple(anyName, arbitraryTensor(options)), { selector: ([name]) => name, maxLength: 4 })
    .map((entries) => Object.fromEntries(entries));
}

function tame(data: ReturnType<typeof viewTensorData>, index: number): void {
  const value = data[index]!;
  if (typeof value === 'bigint') {
    (data as BigInt64Array)[index] = value % 2n ** 53n;
  } else if (!Number.isFinite(value)) data[index] = index % 2 === 0 ? -0 : 1.5;
}

const anyParameters = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 6 }).filter((name) => !name.startsWith('binary_data')),
  fc.oneof(fc.string(), fc.boolean(), fc.integer()),
  { minKeys: 1, maxKeys: 3 },
);
const forms = fc.boolean();

function anyRequest(isPlain: boolean): fc.Arbitrary<ProtocolRequest> {
  return fc.record(
    {
      inputs: arbitraryTensors({ isPlain }),
      id: fc.string(),
      parameters: anyParameters,
      isBinaryOutput: fc.boolean(),
      outputs: fc.uniqueArray(
        fc.oneof(fc.record({ name: anyName }), fc.record({ name: anyName, isBinary: fc.boolean() })),
        { selector: ({ name }) => name, maxLength: 3 },
      ),
    },
    { requiredKeys: ['inputs'] },
  );
}

function anyResponse(isPlain: boolean): fc.Arbitrary<ProtocolResponse> {
  return fc.record(
    {
      outputs: arbitraryTensors({ isPlain }),
      model: fc.string(),
      version: fc.string(),
      id: fc.string(),
      parameters: anyParameters,
    },
    { requiredKeys: ['outputs'] },
  );
}

/** Numbers as their bits, so that NaN, the sign of zero and the kind of array count. */
function bitsOf(tensors: Readonly<Record<string, Tensor>>): unknown {
  return Object.entries(tensors).map(([name, { datatype, shape, data }]) => [
    name,
    datatype,
    [...shape],
    ArrayBuffer.isView(data) ? [data.constructor.name, ...tensorBytes(data)] : [...data],
  ]);
}

function unaligned({ body }: EncodedMessage): Uint8Array {
  const moved = new Uint8Array(body.byteLength + 3);
  moved.set(body, 3);
  return moved.subarray(3);
}

describe('what is encoded is decoded', () => {
  test('requests, in both forms, from bytes that lie anywhere', () => {
    fc.assert(
      fc.property(
        forms.chain((isBinary) => fc.tuple(fc.constant(isBinary), anyRequest(!isBinary))),
        ([isBinary, request]) => {
          const message = encodeRequest(request, { isBinary });
          const { inputs, ...rest } = decodeRequest(unaligned(message), message.headerLength);
          const { inputs: wanted, ...wantedRest } = request;
          expect(bitsOf(inputs)).toEqual(bitsOf(wanted));
          expect(rest).toEqual(wantedRest);
          expect(message.headerLength !== undefined).toBe(isBinary);
        },
      ),
      { numRuns },
    );
  });

  test('responses, in both forms, with and without the header that says where the JSON ends', () => {
    fc.assert(
      fc.property(
        forms.chain((isBinary) => fc.tuple(fc.constant(isBinary), anyResponse(!isBinary))),
        fc.boolean(),
        ([isBinary, response], isExposed) => {
          const message = encodeResponse(response, { isBinaryOutput: isBinary });
          const headerLength = isExposed ? message.headerLength : undefined;
          const { outputs, ...rest } = decodeResponse(unaligned(message), headerLength);
          const { outputs: wanted, ...wantedRest } = response;
          expect(bitsOf(outputs)).toEqual(bitsOf(wanted));
          expect(rest).toEqual(wantedRest);
        },
      ),
      { numRuns },
    );
  });

  test('each output in the form that it asked for', () => {
    const one: Tensor = { datatype: 'FP32', shape: [1], data: Float32Array.of(1) };
    const outputs = { plain: one, binary: one, other: one };
    const message = encodeResponse(
      { outputs },
      {
        isBinaryOutput: true,
        outputs: [{ name: 'plain', isBinary: false }, { name: 'binary', isBinary: true }, { name: 'other' }],
      },
    );
    const json = JSON.parse(new TextDecoder().decode(message.body.subarray(0, message.headerLength))) as {
      readonly outputs: readonly object[];
    };
    expect(json.outputs.map((output) => 'data' in output)).toEqual([true, false, false]);
    expect(message.body.byteLength).toBe(message.headerLength! + 8);
  });
});

describe('what is damaged gives a typed error, never another exception and never a wrong tensor', () => {
  const damage = fc.oneof(
    fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
    fc.record({ kind: fc.constant('grow' as const), bytes: fc.uint8Array({ minLength: 1, maxLength: 9 }) }),
    fc.record({ kind: fc.constant('header' as const), at: fc.nat() }),
  );

  function apply(
    message: EncodedMessage,
    harm: typeof damage extends fc.Arbitrary<infer Harm> ? Harm : never,
  ) {
    const { body, headerLength } = message;
    if (harm.kind === 'cut') return { body: body.slice(0, harm.at % body.byteLength), headerLength };
    if (harm.kind === 'header') return { body, headerLength: harm.at % (2 * body.byteLength) };
    const grown = new Uint8Array(body.byteLength + harm.bytes.byteLength);
    grown.set(body);
    // Blanks behind JSON change nothing, so they are no damage.
    grown.set(
      harm.bytes.map((byte) => byte | 0x80),
      body.byteLength,
    );
    return { body: grown, headerLength };
  }

  test('a request', () => {
    fc.assert(
      fc.property(anyRequest(false), damage, (request, harm) => {
        const message = encodeRequest(request);
        const { body, headerLength } = apply(message, harm);
        fc.pre(headerLength !== message.headerLength || harm.kind !== 'header');
        expectFault(() => decodeRequest(body, headerLength), 'bad-input');
      }),
      { numRuns },
    );
  });

  test('a response, also where its header cannot be read', () => {
    fc.assert(
      fc.property(anyResponse(false), damage, fc.boolean(), (response, harm, isExposed) => {
        const message = encodeResponse(response, { isBinaryOutput: true });
        fc.pre(harm.kind !== 'header' || message.headerLength !== undefined);
        const { body, headerLength } = apply(message, harm);
        fc.pre(harm.kind !== 'header' || headerLength !== message.headerLength);
        const isRead = isExposed || harm.kind === 'header';
        expectFault(() => decodeResponse(body, isRead ? headerLength : undefined), 'remote');
      }),
      { numRuns },
    );
  });

  test('any bytes at all', () => {
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.json().map((text) => new TextEncoder().encode(text)),
      fc.json().map((text) => new TextEncoder().encode(`{"inputs":${text},"outputs":${text}}`)),
      fc
        .array(fc.record({ name: fc.string(), datatype: fc.string(), shape: fc.anything(), data: fc.json() }))
        .map((list) => new TextEncoder().encode(JSON.stringify({ inputs: list, outputs: list }))),
    );
    fc.assert(
      fc.property(anyBytes, fc.option(fc.nat(80), { nil: undefined }), (body, headerLength) => {
        for (const [decode, code] of [
          [decodeRequest, 'bad-input'],
          [decodeResponse, 'remote'],
        ] as const) {
          try {
            decode(body, headerLength);
          } catch (error) {
            expect(error).toBeInstanceOf(NearsideError);
            expect(['unsupported', code]).toContain((error as NearsideError).code);
          }
        }
      }),
      { numRuns },
    );
  });
});

function expectFault(run: () => unknown, code: string): void {
  let caught: unknown;
  try {
    run();
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(NearsideError);
  expect((caught as NearsideError).code).toBe(code);
}
