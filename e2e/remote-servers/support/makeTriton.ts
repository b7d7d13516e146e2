import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { freePort } from './freePort.ts';
import { makeRealServer, type RealServer } from './realServer.ts';

const environment = resolve('build/remote-servers/triton');
const python = `${environment}/bin/python`;

/**
 * Triton on the repository as it stands. Its build for Python wheels has the Python backend alone, so the backend that the repository
 * asks for, onnxruntime, is put beside it as a Python module.
 */
export async function makeTriton(repository: string, models: readonly string[]): Promise<RealServer> {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const { packages, library, version } = readPython();
  const triton = `${packages}/pytriton/tritonserver`;
  // Copies: Triton refuses links that leave the folder.
  const stub = 'triton_python_backend_stub';
  copyFileSync(`${triton}/python_backend_stubs/${version}/${stub}`, `${triton}/backends/python/${stub}`);
  mkdirSync(`${triton}/backends/onnxruntime`, { recursive: true });
  copyFileSync('e2e/remote-servers/triton/model.py', `${triton}/backends/onnxruntime/model.py`);
  const sharedMemory = `nearside_${port}_`;
  return makeRealServer({
    kind: 'triton',
    url: `http://127.0.0.1:${port}`,
    models,
    folder: environment,
    command: {
      command: `${triton}/bin/tritonserver`,
      parameters: [
        `--model-repository=${resolve(repository)}`,
        `--backend-directory=${triton}/backends`,
        `--cache-directory=${triton}/caches`,
        `--backend-config=python,shm-region-prefix-name=${sharedMemory}`,
        ...['--http-address=127.0.0.1', `--http-port=${port}`, `--metrics-port=${metricsPort}`],
        ...['--allow-grpc=false', '--allow-gpu-metrics=false', '--pinned-memory-pool-byte-size=0'],
        ...['--disable-auto-complete-config', '--model-control-mode=explicit', '--exit-timeout-secs=5'],
        ...models.map((model) => `--load-model=${model}`),
      ],
      env: {
        // The stub is an embedded interpreter: it finds packages by the first python on PATH, and its library where this one's is.
        PATH: `${environment}/bin:${process.env['PATH'] ?? ''}`,
        LD_LIBRARY_PATH: library,
      },
    },
    clear: () => {
      for (const name of readdirSync('/dev/shm')) {
        if (name.startsWith(sharedMemory)) rmSync(`/dev/shm/${name}`, { recursive: true, force: true });
      }
    },
  });
}

function readPython(): { readonly packages: string; readonly library: string; readonly version: string } {
  const script = `
import json, sysconfig
paths = {"packages": sysconfig.get_path("purelib"), "library": sysconfig.get_config_var("LIBDIR")}
print(json.dumps({**paths, "version": sysconfig.get_python_version()}))
`;
  return JSON.parse(execFileSync(python, ['-c', script], { encoding: 'utf8' })) as ReturnType<
    typeof readPython
  >;
}
