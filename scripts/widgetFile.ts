import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const entry = fileURLToPath(new URL('../src/widget/widget.ts', import.meta.url));

/** Builds `widget.js`: one file that imports nothing, by a name that stays. */
async function buildWidget(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2023',
      minify: true,
      modulePreload: false,
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: 'widget.js', minify: true },
      },
    },
  });
  const [file, ...others] = [built].flat().flatMap((result) => ('output' in result ? result.output : []));
  if (others.length > 0 || file?.type !== 'chunk') throw new Error('Expected widget.js to be one file.');
  return file.code;
}

/** Puts `widget.js` beside the site's pages, in the build and in the development server. */
export function widgetFile(): Plugin {
  return {
    name: 'nearside-widget-file',
    apply: (_, { isSsrBuild }) => isSsrBuild !== true,
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'widget.js', source: await buildWidget() });
    },
    configureServer({ middlewares, config }) {
      middlewares.use(`${config.base}widget.js`, (_, response, next) => {
        buildWidget().then((code) => {
          response.setHeader('Content-Type', 'text/javascript');
          response.setHeader('Access-Control-Allow-Origin', '*');
          response.end(code);
        }, next);
      });
    },
  };
}
