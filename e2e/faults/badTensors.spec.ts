import type { InferRequest } from '../../src/client/index.ts';
import { expect, test } from '../support/test.ts';

interface BadRequest {
  readonly what: string;
  /** Is given a good request for digits, in the page. */
  readonly spoil: (request: Spoilt) => unknown;
  readonly code?: string;
  readonly says: RegExp;
}

/** A request that a test may write nonsense into. */
interface Spoilt {
  model: unknown;
  version?: unknown;
  outputs?: unknown;
  inputs: { x: { datatype: unknown; shape: unknown; data: unknown }; [name: string]: unknown };
}

const requests: readonly BadRequest[] = [
  {
    what: 'another datatype',
    spoil: ({ inputs: { x } }) => Object.assign(x, { datatype: 'INT32', data: new Int32Array(784) }),
    says: /"x".*FP32.*INT32/,
  },
  {
    what: 'an unknown datatype',
    spoil: ({ inputs: { x } }) => (x.datatype = 'FLOAT'),
    says: /FP32.*"FLOAT"/,
  },
  {
    what: 'data of another type',
    spoil: ({ inputs: { x } }) => (x.data = new Float64Array(784)),
    says: /Float32Array.*Float64Array/,
  },
  { what: 'data as a list', spoil: ({ inputs: { x } }) => (x.data = [1, 2]), says: /Float32Array.*Array/ },
  {
    what: 'a shape of other rank',
    spoil: ({ inputs: { x } }) => (x.shape = [1, 784]),
    says: /\[-1, 1, 28, 28\].*\[1, 784\]/,
  },
  {
    what: 'another size',
    spoil: ({ inputs: { x } }) => (x.shape = [1, 1, 14, 56]),
    says: /28.*\[1, 1, 14, 56\]/,
  },
  {
    what: 'a negative size',
    spoil: ({ inputs: { x } }) => (x.shape = [-1, 1, 28, 28]),
    says: /\[-1,\s?1,\s?28,\s?28\]/,
  },
  { what: 'a shape as text', spoil: ({ inputs: { x } }) => (x.shape = '1x784'), says: /shape.*"1x784"/ },
  { what: 'no shape', spoil: ({ inputs: { x } }) => (x.shape = undefined), says: /shape/ },
  {
    what: 'fewer elements than the shape has',
    spoil: ({ inputs: { x } }) => (x.data = new Float32Array(5)),
    says: /784.*5/,
  },
  {
    what: 'no rows',
    spoil: ({ inputs: { x } }) => Object.assign(x, { shape: [0, 1, 28, 28], data: new Float32Array(0) }),
    says: /row.*0/,
  },
  {
    what: 'a missing input',
    spoil: ({ inputs }) => Reflect.deleteProperty(inputs, 'x'),
    says: /"x".*FP32.*nothing/,
  },
  { what: 'an extra input', spoil: ({ inputs }) => (inputs['y'] = inputs.x), says: /"x".*"y"/ },
  {
    what: 'null for a tensor',
    spoil: ({ inputs }) => Object.assign(inputs, { x: null }),
    says: /tensor.*null/,
  },
  {
    what: 'null for the inputs',
    spoil: (request) => Object.assign(request, { inputs: null }),
    says: /inputs/,
  },
  {
    what: 'an unknown output',
    spoil: (request) => (request.outputs = ['logits']),
    says: /"probs".*"logits"/,
  },
  { what: 'outputs as text', spoil: (request) => (request.outputs = 'probs'), says: /expected.*list|array/i },
  {
    what: 'an unknown version',
    spoil: (request) => (request.version = '9'),
    code: 'not-found',
    says: /1.*"9"/,
  },
  {
    what: 'an unknown model',
    spoil: (request) => (request.model = 'letters'),
    code: 'not-found',
    says: /digits.*"letters"/,
  },
  { what: 'no model', spoil: (request) => (request.model = undefined), says: /name/ },
  {
    what: 'a buffer that was given away before',
    spoil: ({ inputs: { x } }) => {
      const { buffer } = x.data as Float32Array<ArrayBuffer>;
      structuredClone(buffer, { transfer: [buffer] });
    },
    says: /784.*0|detached|given away/,
  },
];

for (const { what, spoil, code = 'bad-input', says } of requests) {
  test(`infer refuses ${what}`, async ({ warmPage }) => {
    const request = await warmPage.evaluateHandle((): Spoilt => {
      const data = window.tools.row(1);
      return { model: 'digits', inputs: { x: { datatype: 'FP32', shape: [1, 1, 28, 28], data } } };
    });
    await request.evaluate(spoil);
    const outcome = await request.evaluate(async (spoilt) =>
      window.tools.outcome((await window.nearside).infer(spoilt as InferRequest)),
    );

    expect(outcome).toMatchObject({ kind: 'rejected', name: 'NearsideError', code });
    expect(outcome).toHaveProperty('message', expect.stringMatching(says));
  });
}
