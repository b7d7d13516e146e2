import { NearsideError } from '../errors.ts';
import { datatypes, type Datatype, type TensorSpec } from '../protocol/tensor.ts';
import { featureKinds } from '../tasks/extractFeatures.ts';
import { checkAddOptions, checkImageOptions } from './addOptions.ts';
import { parseAddedFacts } from './addedFacts.ts';
import type { ModelConfig, Preprocessing, VariantConfig, VersionConfig } from './modelConfig.ts';

import { expectedVersionPolicy, readVersionPolicy, type VersionPolicy } from './versionPolicy.ts';

type Fields = Readonly<Record<string, unknown>>;

const plainPath = /^(?!.*\.\.)[\w.-]+(\/[\w.-]+)*$/;
const sha256Pattern = /^[0-9a-f]{64}$/;

/** Reads `model.json`; throws `model-load` naming the field that is wrong, what was expected and what came. */
export function parseModelConfig(json: unknown, expectedName: string): ModelConfig {
  const fields = expectFields(json, 'model.json');
  const name = expectString(fields['name'], 'name');
  if (name !== expectedName) throw wrong('name', `"${expectedName}"`, name);
  const versions = expectList(fields['versions'], 'versions').map((entry, index) =>
    parseVersion(entry, `versions[${index}]`),
  );
  if (versions.length === 0) throw wrong('versions', 'at least one version', versions);
  return {
    name,
    versions: versions.toSorted((left, right) => Number(right.version) - Number(left.version)),
    ...optional('task', fields['task'], expectString),
    ...optional('labels', fields['labels'], (value, path) =>
      expectList(value, path).map((label, index) => expectString(label, `${path}[${index}]`)),
    ),
    ...optional('maxBatch', fields['maxBatch'], expectPositive),
    ...optional('maxQueueDelayMs', fields['maxQueueDelayMs'], expectNumber),
    ...optional('preferredBatch', fields['preferredBatch'], expectSizes),
    ...optional('inputs', fields['inputs'], parseSpecs),
    ...optional('outputs', fields['outputs'], parseSpecs),
    ...optional('preprocessing', fields['preprocessing'], parsePreprocessing),
    ...optional('versionPolicy', fields['versionPolicy'], parsePolicy),
    ...optional('accuracyBudget', fields['accuracyBudget'], expectShare),
    ...checkAddOptions({ activation: fields['activation'] }),
    ...optional('added', fields['added'], parseAddedFacts),
  };
}

function parsePolicy(json: unknown, path: string): VersionPolicy {
  const policy = readVersionPolicy(json);
  if (policy === undefined) throw wrong(path, expectedVersionPolicy, json);
  return policy;
}

function parseVersion(json: unknown, path: string): VersionConfig {
  const fields = expectFields(json, path);
  const variants = expectList(fields['variants'], `${path}.variants`).map((entry, index) =>
    parseVariant(entry, `${path}.variants[${index}]`),
  );
  const fallback = expectString(fields['default'], `${path}.default`);
  if (!variants.some((variant) => variant.name === fallback)) {
    throw wrong(`${path}.default`, `one of ${variants.map((variant) => variant.name).join(', ')}`, fallback);
  }
  return {
    version: expectVersion(fields['version'], `${path}.version`),
    default: fallback,
    variants,
    ...(typeof fields['golden'] === 'string'
      ? { golden: expectPath(fields['golden'], `${path}.golden`) }
      : {}),
  };
}

function parseVariant(json: unknown, path: string): VariantConfig {
  const fields = expectFields(json, path);
  const sha256 = expectString(fields['sha256'], `${path}.sha256`).toLowerCase();
  if (!sha256Pattern.test(sha256)) throw wrong(`${path}.sha256`, '64 hexadecimal digits', sha256);
  return {
    name: expectString(fields['name'], `${path}.name`),
    file: expectPath(fields['file'], `${path}.file`),
    sizeBytes: expectPositive(fields['sizeBytes'], `${path}.sizeBytes`),
    sha256,
    ...(typeof fields['accuracy'] === 'number' ? { accuracy: fields['accuracy'] } : {}),
  };
}

function parseSpecs(json: unknown, path: string): readonly TensorSpec[] {
  return expectList(json, path).map((entry, index) => {
    const fields = expectFields(entry, `${path}[${index}]`);
    const datatype = expectString(fields['datatype'], `${path}[${index}].datatype`);
    if (!datatypes.includes(datatype as Datatype))
      throw wrong(`${path}.datatype`, datatypes.join(', '), datatype);
    const shape = expectList(fields['shape'], `${path}[${index}].shape`).map((size) =>
      expectNumber(size, path),
    );
    return {
      name: expectString(fields['name'], `${path}[${index}].name`),
      datatype: datatype as Datatype,
      shape,
    };
  });
}

function parsePreprocessing(json: unknown, path: string): Preprocessing {
  const fields = expectFields(json, path);
  const version = expectNumber(fields['version'] ?? 1, `${path}.version`);
  if (fields['kind'] === 'digit') return { kind: 'digit', version };
  if (fields['kind'] === 'image') return { kind: 'image', version, ...checkImageOptions(json) };
  if (fields['kind'] === 'tokens') {
    return {
      kind: 'tokens',
      version,
      tokenizer: expectPath(fields['tokenizer'], `${path}.tokenizer`),
      ...optional('config', fields['config'], expectPath),
      ...optional('maxTokens', fields['maxTokens'], expectPositive),
    };
  }
  const kind = featureKinds.find((known) => known === fields['kind']);
  if (kind === undefined)
    throw wrong(`${path}.kind`, [...featureKinds, 'digit', 'image', 'tokens'].join(', '), fields['kind']);
  return {
    kind,
    version,
    bits: expectPositive(fields['bits'], `${path}.bits`),
    nmax: expectPositive(fields['nmax'], `${path}.nmax`),
    maxIds: expectPositive(fields['maxIds'], `${path}.maxIds`),
    buckets: expectSizes(fields['buckets'], `${path}.buckets`),
  };
}

function optional<Key extends string, Value>(
  key: Key,
  value: unknown,
  parse: (value: unknown, path: string) => Value,
): Partial<Record<Key, Value>> {
  return value === undefined || value === null ? {} : ({ [key]: parse(value, key) } as Record<Key, Value>);
}

function wrong(path: string, expected: string, came: unknown): NearsideError {
  return new NearsideError(
    'model-load',
    `model.json: ${path}: expected ${expected}, got ${JSON.stringify(came)}.`,
  );
}

function expectFields(value: unknown, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(path, 'an object', value);
  return value as Fields;
}

function expectList(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrong(path, 'a list', value);
  return value;
}

function expectSizes(value: unknown, path: string): readonly number[] {
  return expectList(value, path).map((size) => expectPositive(size, path));
}

function expectString(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '') throw wrong(path, 'a text', value);
  return value;
}

function expectPath(value: unknown, path: string): string {
  const text = expectString(value, path);
  if (!plainPath.test(text)) throw wrong(path, 'a relative path without ".."', text);
  return text;
}

/** Versions are numeric folders; a number is taken as its text. */
function expectVersion(value: unknown, path: string): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^[0-9]+$/.test(text)) throw wrong(path, 'a whole number as text', value);
  return text;
}

function expectNumber(value: unknown, path: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(path, 'a number', value);
  return value;
}

function expectShare(value: unknown, path: string): number {
  const number = expectNumber(value, path);
  if (number < 0 || number > 1) throw wrong(path, 'a number from 0 to 1', value);
  return number;
}

function expectPositive(value: unknown, path: string): number {
  const number = expectNumber(value, path);
  if (!Number.isSafeInteger(number) || number <= 0) throw wrong(path, 'a positive whole number', value);
  return number;
}
