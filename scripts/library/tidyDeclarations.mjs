import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const sourcePath = /(['"])(\.{1,2}\/[^'"]+)\.ts\1/g;

/**
 * Names modules by what is published instead of by their sources in the declarations below `folder`, and deletes those that none of the
 * `entries` leads to.
 */
export function tidyDeclarations(folder, entries) {
  const kept = new Set();
  const open = entries.map((entry) => normalize(entry));
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (kept.has(file)) continue;
    kept.add(file);
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, , path] of text.matchAll(sourcePath))
      open.push(normalize(join(dirname(file), `${path}.d.ts`)));
    writeFileSync(join(folder, file), text.replace(sourcePath, '$1$2.js$1'));
  }
  for (const file of readdirSync(folder, { recursive: true })) {
    if (file.endsWith('.d.ts') && !kept.has(file)) rmSync(join(folder, file));
  }
}
