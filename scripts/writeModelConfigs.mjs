// Writes each model's config.pbtxt, by which Triton serves the repository, from its model.json.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';

const models = process.argv[2] ?? 'public/models';
const { module } = await runnerImport('./src/core/repository/formatTritonConfig.ts');
for (const name of readdirSync(models)) {
  const description = join(models, name, 'model.json');
  if (!existsSync(description)) continue;
  writeFileSync(
    join(models, name, 'config.pbtxt'),
    module.formatTritonConfig(JSON.parse(readFileSync(description, 'utf8'))),
  );
  process.stdout.write(`${join(models, name, 'config.pbtxt')}\n`);
}
