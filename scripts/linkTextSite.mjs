// Lays the built app beside a text model from outside, where TEXT_MODEL names its folder: model.onnx, tokenizer.json and, if there is one, config.json.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

const site = 'build/perf-text-site';
const name = 'text-model';
rmSync(site, { recursive: true, force: true });

const folder = process.env['TEXT_MODEL'] ?? '';
const needed = ['model.onnx', 'tokenizer.json'];
if (folder === '' || !needed.every((file) => existsSync(join(folder, file)))) {
  process.stdout.write(`text-model is left out: TEXT_MODEL names no folder with ${needed.join(' and ')}.\n`);
} else {
  mkdirSync(`${site}/models/${name}/1`, { recursive: true });
  for (const entry of readdirSync('dist'))
    if (entry !== 'models') symlinkSync(resolve('dist', entry), `${site}/${entry}`);
  symlinkSync(resolve('build/perf-site/perf'), `${site}/perf`);
  const onnx = readFileSync(join(folder, 'model.onnx'));
  symlinkSync(resolve(folder, 'model.onnx'), `${site}/models/${name}/1/model.onnx`);
  const beside = ['tokenizer.json', 'config.json'].filter((file) => existsSync(join(folder, file)));
  for (const file of beside) symlinkSync(resolve(folder, file), `${site}/models/${name}/${file}`);
  const preprocessing = {
    kind: 'tokens',
    version: 1,
    tokenizer: 'tokenizer.json',
    ...(beside.includes('config.json') ? { config: 'config.json' } : {}),
  };
  const variant = {
    name: 'given',
    file: '1/model.onnx',
    sizeBytes: onnx.length,
    sha256: createHash('sha256').update(onnx).digest('hex'),
  };
  const versions = [{ version: '1', default: variant.name, variants: [variant] }];
  writeFileSync(`${site}/models/index.json`, JSON.stringify({ models: [name] }));
  writeFileSync(
    `${site}/models/${name}/model.json`,
    JSON.stringify({ name, task: 'text-embedding', preprocessing, versions }),
  );
}
