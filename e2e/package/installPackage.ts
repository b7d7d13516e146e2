import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const modules = resolve('node_modules');
const scripts = {
  vite: join(modules, 'vite/bin/vite.js'),
  tsc: join(modules, 'typescript/bin/tsc'),
  publint: join(modules, 'publint/src/cli.js'),
} as const;

/** A folder far from this one with the packed client package installed in it. */
export interface Project {
  readonly folder: string;
  /** Runs a tool of this repository there; throws with its output when it fails. */
  run(tool: keyof typeof scripts, ...parameters: readonly string[]): string;
  remove(): void;
}

/** Packs `build/lib` and installs the tarball, without a network, in a copy of `source`, to which React is no stranger. */
export function installPackage(source: string): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nearside-package-')));
  cpSync(source, folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'project', private: true, type: 'module' }),
  );
  const options = { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' } as const;
  const tarball = execFileSync('npm', ['pack', resolve('build/lib'), '--silent'], options).trim();
  execFileSync('npm', ['install', `./${tarball}`, '--offline', '--ignore-scripts', '--no-audit'], options);
  for (const name of ['react', 'react-dom', 'scheduler', '@types', 'csstype']) {
    symlinkSync(join(modules, name), join(folder, 'node_modules', name));
  }
  return {
    folder,
    run: (tool, ...parameters) => {
      const script = scripts[tool];
      try {
        return execFileSync(process.execPath, [script, ...parameters], {
          cwd: folder,
          encoding: 'utf8',
          stdio: 'pipe',
        });
      } catch (error) {
        const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
        throw new Error(`${tool} failed:\n${stdout}\n${stderr}`, { cause: error });
      }
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
