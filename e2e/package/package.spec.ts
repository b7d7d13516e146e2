import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { startFileServer } from '../support/fileServer.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';
import { buildWithWebpack } from './buildWithWebpack.ts';
import { installPackage, type Project } from './installPackage.ts';

const models = resolve('dist/models');
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Packing, installing and building work on 57 MB. */
const buildLimitMs = 240_000;

/** A module of a build with all that it imports from the start. */
function readModules(folder: string, file: string): string {
  const code = readFileSync(join(folder, file), 'utf8');
  const imports = [...code.matchAll(/from\s*"(\.[^"]+)"/g)];
  return code + imports.map(([, path]) => readModules(folder, join(dirname(file), path!))).join('');
}

let project: Project;

test.describe.configure({ timeout: buildLimitMs });

test.beforeAll(() => {
  project = installPackage(resolve('e2e/package/project'));
});

test.afterAll(() => {
  project.remove();
});

test('the package is in order: its manifest, its types, nothing but itself installed', () => {
  const installed = join('node_modules', 'nearside');
  expect(project.run('publint', installed, '--strict')).toContain('All good');
  project.run('tsc', '-p', '.');
  const names = readdirSync(join(project.folder, 'node_modules')).filter((name) => !name.startsWith('.'));
  expect(names.toSorted()).toEqual(['@types', 'csstype', 'nearside', 'react', 'react-dom', 'scheduler']);
});

test('a Vite project with React gets answers from the package, its hook and its widget', async ({ page }) => {
  project.run('vite', 'build', '--logLevel', 'warn');
  const site = await startFileServer({
    folders: { '/': join(project.folder, 'dist'), '/models/': models },
    headers: isolation,
  });
  try {
    await page.goto(`${site.origin}/?app=${encodeURIComponent(servers.isolated.url)}`);
    const { label, isolated } = await page.evaluate(async () => {
      const nearside = await window.nearside;
      const { labels } = await nearside.predict('digits', window.tools.seven());
      return {
        label: labels?.[0]?.label,
        isolated: (await nearside.metrics.snapshot()).environment.isolated,
      };
    });
    expect({ label, isolated }).toEqual({ label: '7', isolated: true });

    await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Wo ist der Bahnhof?');
    await expect(page.locator('output')).toHaveText('deu');
    await page.getByRole('textbox', { name: 'In the widget' }).fill('Où est la gare ?');
    await expect(page.locator('main > [role=status]')).toHaveText('fra');
    expect(page.workers().filter((worker) => worker.url().startsWith(site.origin))).not.toEqual([]);
  } finally {
    await site.close();
  }
});

test('a webpack project gets answers from the package', async ({ page }) => {
  const folder = join(project.folder, 'webpack');
  await buildWithWebpack(folder);
  const site = await startFileServer({ folders: { '/': folder, '/models/': models }, headers: isolation });
  try {
    await page.goto(`${site.origin}/index.html`);
    const { labels, isolated } = await page.evaluate(async () => {
      const nearside = await window.nearside;
      const answers = await Promise.all([
        nearside.predict('language-id', 'Wo ist der Bahnhof?'),
        nearside.predict('digits', window.tools.seven()),
      ]);
      const { environment } = await nearside.metrics.snapshot();
      return {
        labels: answers.map((answer) => answer.labels?.[0]?.label),
        isolated: environment.isolated,
      };
    });
    expect({ labels, isolated }).toEqual({ labels: ['deu', '7'], isolated: true });
    expect(page.workers().filter((worker) => !worker.url().startsWith(site.origin))).toEqual([]);
  } finally {
    await site.close();
  }
});

test('what is not used is left out of a build', () => {
  project.run('vite', 'build', '--logLevel', 'warn', '--config', 'small.config.js');
  const modules = readModules(join(project.folder, 'small'), 'small.js');
  expect(modules).toContain('retryable');
  expect(modules).not.toContain('Worker');
  expect(modules.length).toBeLessThan(3000);
});

for (const [name, headers] of [
  ['an isolated', isolation],
  ['a plain', {}],
] as const) {
  test(`${name} HTML page imports the package from another origin, as from a CDN`, async ({ page, host }) => {
    const cdn = await startFileServer({
      folders: { '/nearside/': join(project.folder, 'node_modules/nearside'), '/models/': models },
      headers: { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' },
    });
    const script = `
      import { connect } from '${cdn.origin}/nearside/index.js';
      window.nearside = connect({ repository: '${cdn.origin}/models/' });`;
    host.put('/', { body: `<title>Host</title><script type="module">${script}</script>`, headers });
    try {
      await page.goto(host.origin);
      const answers = await page.evaluate(async () => {
        const nearside = await window.nearside;
        const answers = await Promise.all([
          nearside.predict('language-id', 'Wo ist der Bahnhof?'),
          nearside.predict('digits', window.tools.seven()),
        ]);
        return answers.map(({ labels }) => labels?.[0]?.label);
      });
      expect(answers).toEqual(['deu', '7']);
    } finally {
      await cdn.close();
    }
  });
}
