import { NearsideError } from '../errors.ts';

/** Where a model of the hub is fetched from. */
export interface HubFiles {
  /** The model's name here. */
  readonly name: string;
  /** The model, the first that is there. */
  readonly models: readonly string[];
  /** What lies beside it under plain names; each may be missing. */
  readonly files: Readonly<Record<string, string>>;
}

const hubUrl = 'https://huggingface.co/';
const prefix = 'hf:';
const pattern = /^hf:([\w.-]+)\/([\w.-]+)(?:@([\w.-]+))?(?:\/([\w./-]+\.onnx))?$/;
const usualModels = ['onnx/model.onnx', 'onnx/model_quantized.onnx'];
const besides = ['tokenizer.json', 'config.json'];

export function isHubId(source: string): boolean {
  return source.startsWith(prefix);
}

/**
 * The files of `hf:owner/name`, its `onnx/model.onnx` or else `onnx/model_quantized.onnx`; `hf:owner/name@revision/path.onnx` names
 * another revision or file. Throws `bad-input` for anything else.
 */
export function resolveHub(id: string): HubFiles {
  const [, owner, name, revision = 'main', path] = pattern.exec(id) ?? [];
  if (owner === undefined || name === undefined || id.includes('..')) {
    throw new NearsideError('bad-input', `Expected hf:owner/name, got ${JSON.stringify(id)}.`);
  }
  const base = `${hubUrl}${owner}/${name}/resolve/${revision}/`;
  return {
    name,
    models: (path === undefined ? usualModels : [path]).map((model) => base + model),
    files: Object.fromEntries(besides.map((file) => [file, base + file])),
  };
}
