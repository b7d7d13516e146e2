// Lays the built app and the baselines side by side: the app's files are linked, not copied.
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { resolve } from 'node:path';

const site = 'build/perf-site';
rmSync(site, { recursive: true, force: true });
mkdirSync(site, { recursive: true });
for (const name of readdirSync('dist')) symlinkSync(resolve('dist', name), `${site}/${name}`);
