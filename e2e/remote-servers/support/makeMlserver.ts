import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { servers } from '../../support/servers.ts';
import { freePort } from './freePort.ts';
import { makeRealServer, type RealServer } from './realServer.ts';

const environment = resolve('build/remote-servers/mlserver');

interface ModelFile {
  readonly inputs: readonly unknown[];
  readonly outputs: readonly unknown[];
  readonly versions: readonly { readonly version: string }[];
}

/** MLServer on the repository's models; it wants settings of its own for each, which point to the model files where they are. */
export async function makeMlserver(repository: string, models: readonly string[]): Promise<RealServer> {
  const [port, grpcPort, metricsPort] = [await freePort(), await freePort(), await freePort()];
  const folder = `${environment}/served`;
  mkdirSync(folder, { recursive: true });
  write(`${folder}/settings.json`, {
    ...{ host: '127.0.0.1', http_port: port, grpc_port: grpcPort, metrics_port: metricsPort },
    ...{ parallel_workers: 0, debug: false, metrics_dir: folder, environments_dir: `${folder}/environments` },
    cors_settings: {
      allow_origins: [new URL(servers.isolated.url).origin],
      allow_methods: ['GET', 'POST', 'OPTIONS'],
      allow_headers: ['content-type', 'authorization', 'inference-header-content-length'],
    },
  });
  for (const model of models) {
    const { inputs, outputs, versions } = readModelFile(repository, model);
    const { version } = versions.at(-1)!;
    const parameters = { uri: resolve(repository, model, version, 'model.onnx'), version };
    mkdirSync(`${folder}/${model}`, { recursive: true });
    write(`${folder}/${model}/model-settings.json`, {
      ...{ name: model, implementation: 'onnx_runtime.OnnxModel', platform: 'onnxruntime_onnx' },
      ...{ versions: [version], inputs, outputs, parameters },
    });
  }
  return makeRealServer({
    kind: 'mlserver',
    url: `http://127.0.0.1:${port}`,
    models,
    folder,
    command: {
      command: `${environment}/bin/mlserver`,
      parameters: ['start', folder],
      env: { PYTHONPATH: resolve('e2e/remote-servers/mlserver') },
    },
  });
}

function readModelFile(repository: string, model: string): ModelFile {
  return JSON.parse(readFileSync(`${repository}/${model}/model.json`, 'utf8')) as ModelFile;
}

function write(path: string, value: unknown): void {
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify(value));
}
