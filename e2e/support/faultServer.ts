import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readGolden } from './golden.ts';

/** What the server does to calls for an inference; everything else about the model it always tells well. */
export type RemoteFault =
  | 'none'
  | 'reset'
  | 'reset in the body'
  | '500'
  | '503'
  | '503 with Retry-After'
  | '404'
  | 'hang'
  | 'slow first byte'
  | 'slow body'
  | 'truncated'
  | 'wrong shape'
  | 'wrong datatype'
  | 'bare NaN'
  | 'html'
  | 'no cors'
  | 'redirect';

export interface FaultServer {
  readonly url: string;
  /** Calls for an inference that were seen, and all requests. */
  readonly inferences: number;
  readonly requests: number;
  /** The numbers of each call for an inference: of its first input, as it came. */
  readonly inputs: readonly (readonly number[])[];
  fail(fault: RemoteFault): void;
  /** Milliseconds before each answer. */
  delay(ms: number): void;
  /** Breaks every connection and takes no new ones; `open` is its end. */
  shut(): Promise<void>;
  close(): Promise<void>;
}

const slowMs = 30_000;

/** Speaks the protocol for one built-in model with the golden answer, whatever is asked, and fails as it is told. */
export async function startFaultServer(model: string): Promise<FaultServer> {
  const { inputs: goldenInputs, outputs } = readGolden(model);
  const [[outputName, golden]] = Object.entries(outputs) as [[string, (typeof outputs)[string]]];
  const classes = golden.shape.at(-1)!;
  const specs = (tensors: typeof goldenInputs): unknown =>
    Object.entries(tensors).map(([name, { datatype, shape }]) => ({
      name,
      datatype,
      shape: shape.map((size, axis) => (axis === 0 || name === 'ids' ? -1 : size)),
    }));
  const metadata = JSON.stringify({
    name: model,
    versions: ['1'],
    platform: 'onnxruntime_onnx',
    inputs: specs(goldenInputs),
    outputs: specs(outputs),
  });
  let fault: RemoteFault = 'none';
  let delayMs = 0;
  let inferences = 0;
  let requests = 0;
  const inputs: (readonly number[])[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };

  function answerWell(
    response: ServerResponse,
    rows: number,
    change: Partial<{ shape: number[]; datatype: string }> = {},
  ): void {
    const data = Float32Array.from(
      { length: rows * classes },
      (_, at) => golden.data[at % golden.data.length]!,
    );
    const output = {
      name: outputName,
      datatype: 'FP32',
      shape: [rows, classes],
      ...change,
      parameters: { binary_data_size: data.byteLength },
    };
    const json = Buffer.from(JSON.stringify({ model_name: model, model_version: '1', outputs: [output] }));
    response.setHeader('Content-Type', 'application/octet-stream');
    response.setHeader('Inference-Header-Content-Length', json.byteLength);
    const body = Buffer.concat([json, Buffer.from(data.buffer)]);
    response.setHeader('Content-Length', body.byteLength);
    if (fault === 'truncated') {
      response.write(body.subarray(0, body.byteLength - 8));
      later(20, () => response.destroy());
    } else if (fault === 'reset in the body') {
      response.write(body.subarray(0, 20));
      later(20, () => response.socket?.resetAndDestroy());
    } else if (fault === 'slow body') {
      response.write(body.subarray(0, 20));
      later(slowMs, () => response.end(body.subarray(20)));
    } else response.end(body);
  }

  function infer(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const { rows, values } = readInput(request, body);
    inputs.push(values);
    const refuse = (status: number): void => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end('{"error":"as it was told"}');
    };
    switch (fault) {
      case 'reset':
        request.socket.resetAndDestroy();
        return;
      case '500':
      case '503':
      case '404':
        refuse(Number(fault));
        return;
      case '503 with Retry-After':
        response.setHeader('Retry-After', '1');
        refuse(503);
        return;
      case 'hang':
        return;
      case 'slow first byte':
        later(slowMs, () => {
          answerWell(response, rows);
        });
        return;
      case 'wrong shape':
        answerWell(response, rows, { shape: [classes, rows] });
        return;
      case 'wrong datatype':
        answerWell(response, rows, { datatype: 'INT32' });
        return;
      case 'bare NaN':
        response.setHeader('Content-Type', 'application/json');
        response.end(
          `{"model_name":"${model}","outputs":[{"name":"${outputName}","datatype":"FP32","shape":[${rows},${classes}],"data":[${Array.from({ length: rows * classes }, () => 'NaN').join()}]}]}`,
        );
        return;
      case 'html':
        response.setHeader('Content-Type', 'text/html');
        response.end('<!doctype html><title>Sign in</title>');
        return;
      case 'redirect':
        response.writeHead(307, { Location: '/elsewhere' }).end();
        return;
      case 'none':
      case 'no cors':
      case 'truncated':
      case 'slow body':
      case 'reset in the body':
        if (delayMs > 0)
          later(delayMs, () => {
            answerWell(response, rows);
          });
        else answerWell(response, rows);
    }
  }

  const server = createServer((request, response) => {
    requests += 1;
    if (fault !== 'no cors') {
      response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
      response.setHeader('Access-Control-Expose-Headers', 'Inference-Header-Content-Length, Retry-After');
    }
    if (request.method === 'OPTIONS') {
      response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
      response.setHeader(
        'Access-Control-Allow-Headers',
        'Content-Type, Content-Encoding, Inference-Header-Content-Length, Authorization',
      );
      if (fault !== 'no cors') response.setHeader('Access-Control-Max-Age', '600');
      response.writeHead(204).end();
      return;
    }
    // Anything may stand before the protocol's own path: each such address is an endpoint of its own to its caller.
    const path = request.url?.replace(/^.*(?=\/v2)/, '') ?? '';
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (path.endsWith('/infer')) {
        inferences += 1;
        infer(request, response, Buffer.concat(chunks));
        return;
      }
      response.setHeader('Content-Type', 'application/json');
      if (path === `/v2/models/${model}`) response.end(metadata);
      else if (path === '/v2')
        response.end('{"name":"fault","version":"1","extensions":["binary_tensor_data"]}');
      else if (/\/(ready|live)$/.test(path)) response.end();
      else response.writeHead(404).end('{"error":"there is nothing"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const shut = (): Promise<void> => {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    server.closeAllConnections();
    return new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  };
  return {
    url: `http://127.0.0.1:${port}`,
    get inferences() {
      return inferences;
    },
    get requests() {
      return requests;
    },
    inputs,
    fail: (next) => {
      fault = next;
    },
    delay: (ms) => {
      delayMs = ms;
    },
    shut,
    close: shut,
  };
}

/** Rows and numbers of the first input, which language-id brings as 32-bit integers behind the JSON or in it. */
function readInput(
  { headers }: IncomingMessage,
  body: Buffer,
): { readonly rows: number; readonly values: readonly number[] } {
  const header = headers['inference-header-content-length'];
  const length = header === undefined ? body.length : Number(header);
  const { inputs } = JSON.parse(body.subarray(0, length).toString()) as {
    readonly inputs: readonly { readonly shape: readonly number[]; readonly data?: readonly number[] }[];
  };
  const [input] = inputs;
  if (input === undefined) return { rows: 1, values: [] };
  const { shape, data } = input;
  const values = data ?? [...new Int32Array(Uint8Array.from(body.subarray(length)).buffer)];
  return { rows: shape[0] ?? 1, values };
}
