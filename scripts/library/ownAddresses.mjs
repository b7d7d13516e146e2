import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const workerAddress = /new URL\(\s*'[^']*\/workers\/([a-z]+\.worker)\.ts',\s*import\.meta\.url,?\s*\)/g;
const runtimeAddress = /^onnxruntime-web\/(.+)\?url$/;
const placeholder = /__nearsideAddress\(("[^"]+")\)/g;

/**
 * Keeps the addresses of workers and runtime files as `new URL("./file", import.meta.url)` in the output, for the bundler of whoever uses the
 * package. Notes in `files` which file of the runtime belongs at which path.
 */
export function ownAddresses(files) {
  return {
    name: 'nearside-own-addresses',
    enforce: 'pre',
    resolveId: (source) => (runtimeAddress.test(source) ? `\0${source}` : undefined),
    load(id) {
      const name = runtimeAddress.exec(id.slice(1))?.[1];
      if (!id.startsWith('\0') || name === undefined) return undefined;
      const source = fileURLToPath(import.meta.resolve(`onnxruntime-web/${name}`));
      const file = `ort/${basename(source)}`;
      files.set(file, source);
      return `export default __nearsideAddress("./${file}").href;`;
    },
    transform: (code) =>
      code.includes('.worker.ts') ? code.replace(workerAddress, '__nearsideAddress("./$1.js")') : undefined,
    renderChunk: (code, { fileName }) => {
      const up = fileName.includes('/') ? '../' : './';
      return code.replace(placeholder, (_, path) => `new URL(${path.replace('./', up)}, import.meta.url)`);
    },
  };
}
