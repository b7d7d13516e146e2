import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { readGolden } from '../support/golden.ts';

/** What the endpoint does from now on. */
export interface StubChange {
  /** Milliseconds before each answer. */
  readonly delayMs?: number;
  /** Every inference fails with 500. */
  readonly isFailing?: boolean;
}

export interface StubRemote {
  readonly url: string;
  /** Changes what it does, as POST to `/change` does; gives how many inferences it was asked for so far. */
  change(change: StubChange): number;
  close(): Promise<void>;
}

interface StubModel {
  readonly input: { readonly name: string; readonly shape: readonly number[] };
  readonly output: { readonly name: string; readonly shape: readonly number[] };
  /** The values of an answer for so many rows. */
  answer(rows: number, input: Float32Array): Float32Array;
}

const jsonOnly = '/json';
const maxBatch = 64;

/**
 * An endpoint that knows its answers and infers nothing: golden ones for digits, the input itself for `uneven`, which returns it, and
 * zeros for `picture`. Below `/json` it takes and gives JSON alone.
 */
export async function startStubRemote(): Promise<StubRemote> {
  const models = makeModels();
  let delayMs = 0;
  let isFailing = false;
  let inferences = 0;

  function infer(model: StubModel, request: IncomingMessage, body: Buffer): { head: object; body: Buffer } {
    const isJson = request.headers['inference-header-content-length'] === undefined;
    const length = Number(request.headers['inference-header-content-length'] ?? body.byteLength);
    const { inputs } = JSON.parse(body.subarray(0, length).toString()) as {
      readonly inputs: readonly [{ readonly shape: readonly number[]; readonly data?: readonly number[] }];
    };
    const [{ shape, data }] = inputs;
    const rows = shape[0] ?? 1;
    // A copy, for the numbers begin anywhere in the body.
    const input =
      data === undefined
        ? new Float32Array(new Uint8Array(body.subarray(length)).buffer)
        : Float32Array.from(data);
    const values = model.answer(rows, input);
    const output = {
      name: model.output.name,
      datatype: 'FP32',
      shape: [rows, ...model.output.shape.slice(1)],
    };
    const answer = (fields: object): Buffer =>
      Buffer.from(
        JSON.stringify({ model_name: 'stub', model_version: '1', outputs: [{ ...output, ...fields }] }),
      );
    if (isJson) return { head: { 'Content-Type': 'application/json' }, body: answer({ data: [...values] }) };
    const json = answer({ parameters: { binary_data_size: values.byteLength } });
    return {
      head: {
        'Content-Type': 'application/octet-stream',
        'Inference-Header-Content-Length': json.byteLength,
      },
      body: Buffer.concat([json, Buffer.from(values.buffer, values.byteOffset, values.byteLength)]),
    };
  }

  function change(asked: StubChange): number {
    delayMs = asked.delayMs ?? delayMs;
    isFailing = asked.isFailing ?? isFailing;
    return inferences;
  }

  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const takesBinary = !path.startsWith(jsonOnly);
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
    response.setHeader('Access-Control-Expose-Headers', 'Inference-Header-Content-Length, Retry-After');
    if (request.method === 'OPTIONS') {
      response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
      response.setHeader(
        'Access-Control-Allow-Headers',
        'Content-Type, Content-Encoding, Inference-Header-Content-Length',
      );
      response.setHeader('Access-Control-Max-Age', '600');
      response.writeHead(204).end();
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const own = path.slice(takesBinary ? 0 : jsonOnly.length);
      const [, name = '', action] = /^\/v2\/models\/([^/]+)(?:\/(.+))?$/.exec(own) ?? [];
      const model = models[name];
      const send = (status: number, value: unknown): void => {
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
      };
      if (own === '/change') send(200, change(JSON.parse(Buffer.concat(chunks).toString()) as StubChange));
      else if (own === '/v2')
        send(200, { name: 'stub', extensions: takesBinary ? ['binary_tensor_data'] : [] });
      else if (model === undefined) send(404, { error: 'unknown' });
      else if (action === undefined) send(200, describe(name, model));
      else if (action === 'config') send(200, { name, max_batch_size: maxBatch });
      else if (action === 'infer') {
        inferences += 1;
        const isBinary = request.headers['content-type'] === 'application/octet-stream';
        if (isFailing || (isBinary && !takesBinary)) {
          send(500, { error: 'as it was told' });
          return;
        }
        const sent = Buffer.concat(chunks);
        const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
        const answer = infer(model, request, body);
        setTimeout(() => response.writeHead(200, { ...answer.head }).end(answer.body), delayMs);
      } else send(200, {});
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    change,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function describe(name: string, { input, output }: StubModel): unknown {
  const specOf = (spec: StubModel['input']): unknown => ({ ...spec, datatype: 'FP32' });
  return { name, versions: ['1'], platform: 'stub', inputs: [specOf(input)], outputs: [specOf(output)] };
}

function makeModels(): Readonly<Record<string, StubModel | undefined>> {
  const { outputs } = readGolden('digits');
  const golden = outputs['probs']!.data;
  return {
    digits: {
      input: { name: 'x', shape: [-1, 1, 28, 28] },
      output: { name: 'probs', shape: [-1, 10] },
      answer: (rows) => Float32Array.from({ length: rows * 10 }, (_, at) => golden[at % golden.length]!),
    },
    uneven: {
      input: { name: 'x', shape: [-1, 4] },
      output: { name: 'y', shape: [-1, 4] },
      answer: (_, input) => input,
    },
    picture: {
      input: { name: 'image', shape: [-1, 3, 224, 224] },
      output: { name: 'probs', shape: [-1, 1000] },
      answer: (rows) => new Float32Array(rows * 1000),
    },
  };
}
