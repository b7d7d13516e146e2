import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatTritonConfig, type TritonFacts } from './formatTritonConfig.ts';

const models = new URL('../../../public/models/', import.meta.url);
const names = readdirSync(models, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe('the repository', () => {
  test('has models', () => {
    expect(names).toContain('language-id');
  });

  test.each(names)('tells Triton of %s what model.json says (npm run models:config writes it)', (name) => {
    const facts = JSON.parse(readFileSync(new URL(`${name}/model.json`, models), 'utf8')) as TritonFacts;
    expect(readFileSync(new URL(`${name}/config.pbtxt`, models), 'utf8')).toBe(formatTritonConfig(facts));
    expect(
      readFileSync(new URL(`${name}/labels.txt`, models), 'utf8')
        .trimEnd()
        .split('\n'),
    ).toEqual(facts.labels);
  });
});

test('a model whose rows are fixed is not batched; texts and single numbers have names of Triton’s own', () => {
  const fixed = formatTritonConfig({
    name: 'say "hi"',
    inputs: [{ name: 'text', datatype: 'BYTES', shape: [1, 2] }],
    outputs: [{ name: 'n', datatype: 'INT64', shape: [-1] }],
  });
  expect(fixed).toBe(`name: "say \\"hi\\""
platform: "onnxruntime_onnx"
max_batch_size: 0
input [
  {
    name: "text"
    data_type: TYPE_STRING
    dims: [ 1, 2 ]
  }
]
output [
  {
    name: "n"
    data_type: TYPE_INT64
    dims: [ -1 ]
  }
]
version_policy: { all { } }
`);
  const single = formatTritonConfig({
    name: 'single',
    inputs: [{ name: 'x', datatype: 'FP32', shape: [-1] }],
    outputs: [{ name: 'y', datatype: 'BOOL', shape: [-1, -1] }],
  });
  expect(single).toContain('max_batch_size: 32\n');
  expect(single).toContain('    dims: [ 1 ]\n    reshape: { shape: [ ] }\n');
  expect(single).toContain('dynamic_batching { }');
});

test.each([
  [undefined, 'all { }'],
  [{ kind: 'latest', count: 2 }, 'latest { num_versions: 2 }'],
  [{ kind: 'specific', versions: ['1', '3'] }, 'specific { versions: [ 1, 3 ] }'],
] as const)('the policy %j is told as %s', (versionPolicy, words) => {
  const config = formatTritonConfig({
    name: 'toy',
    ...(versionPolicy === undefined ? {} : { versionPolicy }),
  });
  expect(config).toContain(`version_policy: { ${words} }`);
});
