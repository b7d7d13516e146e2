import { createHash } from 'node:crypto';
import type { Fault } from './frontServer.ts';

/** A text model as it lies in a repository. */
export interface TextModelFiles {
  readonly name: string;
  readonly onnx: Uint8Array;
  readonly tokenizer: unknown;
  readonly config?: unknown;
  readonly task?: string;
  readonly maxBatch?: number;
}

/** The files of a repository of these models by their path. */
export function makeTextRepository(models: readonly TextModelFiles[]): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>([
    ['/models/index.json', toJson({ models: models.map(({ name }) => name) })],
  ]);
  for (const { name, onnx, tokenizer, config, task, maxBatch } of models) {
    files.set(`/models/${name}/1/model.onnx`, onnx);
    files.set(`/models/${name}/tokenizer.json`, toJson(tokenizer));
    if (config !== undefined) files.set(`/models/${name}/config.json`, toJson(config));
    files.set(
      `/models/${name}/model.json`,
      toJson({
        name,
        task,
        maxBatch,
        preprocessing: {
          kind: 'tokens',
          version: 1,
          tokenizer: 'tokenizer.json',
          ...(config === undefined ? {} : { config: 'config.json' }),
        },
        versions: [
          {
            version: '1',
            default: 'fp32',
            variants: [
              {
                name: 'fp32',
                file: '1/model.onnx',
                sizeBytes: onnx.length,
                sha256: createHash('sha256').update(onnx).digest('hex'),
              },
            ],
          },
        ],
      }),
    );
  }
  return files;
}

/** Serves these models in place of the app's own. */
export function serveTextModels(models: readonly TextModelFiles[]): Fault {
  const files = makeTextRepository(models);
  return (request, response) => {
    const body = files.get(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (body === undefined) return false;
    response.setHeader('Cache-Control', 'no-store');
    response.end(body);
    return true;
  };
}

function toJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
