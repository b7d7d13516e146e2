// Builds the client package into build/lib: self-contained modules, workers and runtime files that bundlers find by
// `new URL(…, import.meta.url)`, declarations, and a manifest.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { tidyDeclarations } from './library/tidyDeclarations.mjs';
import { ownAddresses } from './library/ownAddresses.mjs';
import { makeManifest } from './library/makeManifest.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'build/lib');
const require = createRequire(import.meta.url);
const runtimeFiles = new Map();

/**
 * One module a worker, so that a bundler that wraps workers as plain scripts finds nothing to split; minified, for whatever copies it as it is.
 * Other modules stay readable: they are bundled, and what is not used is taken out of them.
 */
async function buildModules(entry, { isSingle = false, isMinified = false } = {}) {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    base: './',
    plugins: [ownAddresses(runtimeFiles)],
    build: {
      outDir: target,
      emptyOutDir: false,
      target: 'es2023',
      minify: false,
      lib: { entry, formats: ['es'] },
      rolldownOptions: {
        external: /^react($|\/)/,
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name].js',
          ...(isSingle ? { codeSplitting: false } : {}),
          ...(isMinified ? { minify: true } : {}),
        },
      },
    },
  });
}

/** A script names a source map that is not published; bundlers would look for it. */
function copyRuntime(source, copy) {
  if (source.endsWith('.wasm')) cpSync(source, copy);
  else writeFileSync(copy, readFileSync(source, 'utf8').replace(/\/\/# sourceMappingURL=.*\s*$/, ''));
}

rmSync(target, { recursive: true, force: true });
await buildModules({ index: 'src/client/index.ts', react: 'src/client/react/index.ts' });
for (const file of readdirSync(join(root, 'workers'))) {
  const name = file.replace('.ts', '');
  // Pages of the app alone have a service worker.
  if (name !== 'service.worker')
    await buildModules({ [name]: `workers/${file}` }, { isSingle: true, isMinified: true });
}
await buildModules({ widget: 'src/widget/widget.ts' }, { isSingle: true });

mkdirSync(join(target, 'ort'));
for (const [file, source] of runtimeFiles) copyRuntime(source, join(target, file));
for (const file of ['LICENSE', 'NOTICE']) cpSync(join(root, file), join(target, file));
cpSync(join(root, 'docs/client-library.md'), join(target, 'README.md'));
cpSync(join(root, 'public/custom-elements.json'), join(target, 'custom-elements.json'));

const types = join(target, 'types');
execFileSync(
  process.execPath,
  [require.resolve('typescript/bin/tsc'), '-p', join(root, 'tsconfig.lib.json')],
  {
    stdio: 'inherit',
  },
);
tidyDeclarations(types, [
  'client/index.d.ts',
  'client/react/index.d.ts',
  'widget/widget.d.ts',
  'widget/react.d.ts',
]);

const { version, description, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(
  join(target, 'package.json'),
  `${JSON.stringify(makeManifest({ version, description, license }), undefined, 2)}\n`,
);
