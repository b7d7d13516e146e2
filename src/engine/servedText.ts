import { NearsideError } from '../core/errors.ts';
import type { InstanceReport, JobInput, JobOutput } from '../core/ports.ts';
import type { Tensor, TensorSpec } from '../core/protocol/tensor.ts';
import type { ModelConfig } from '../core/repository/modelConfig.ts';
import { chooseTextHead, guessTask, type TextHead } from '../core/tokens/chooseTextHead.ts';
import { joinPadded } from '../core/tokens/joinPadded.ts';
import { normalizeVector, poolTokens } from '../core/tokens/poolTokens.ts';
import { readEntities } from '../core/tokens/readEntities.ts';
import type { TextFacts } from '../core/tokens/readTextFacts.ts';
import type { TextTokenizer } from '../core/tokens/textTokenizer.ts';
import { toFloats } from '../core/tokens/toFloats.ts';
import {
  fillTokenInput,
  padAt,
  takesTokens,
  tokenRoleOf,
  type TokenRole,
} from '../core/tokens/tokenInput.ts';
import type { TokenLayout } from '../core/tokens/tokenLayout.ts';
import { tokenWidths, widthFor } from '../core/tokens/tokenWidths.ts';
import type { EngineRequest, QueueItem } from './engineRequest.ts';
import { fillOut } from './fillOut.ts';
import type { FeatureSpan } from './preparedInput.ts';
import type { TextReader } from './textReader.ts';

interface ReadFiles {
  readonly tokenizer: TextTokenizer;
  readonly facts: TextFacts;
}

/** Of a session here, or of an endpoint. */
export type TextReport = Pick<InstanceReport, 'inputs' | 'outputs'> & { readonly backend: string };

const anyWord = /[\p{L}\p{N}]/u;

/** What a loaded text model does with texts and with what its session gives for them. */
export class ServedText implements TextReader {
  /** As `model.json` states it, with what the files beside it and the session tell. */
  readonly config: ModelConfig;
  readonly head: TextHead;
  /** Widths by which rows are queued, ascending. */
  readonly widths: readonly number[];
  readonly #model: ReadFiles;
  readonly #inputs: readonly TensorSpec[];
  readonly #layout: TokenLayout;
  readonly #fixedWidth: number | undefined;
  readonly #isPicky: boolean;

  constructor(model: ReadFiles, config: ModelConfig, { inputs, outputs, backend }: TextReport) {
    const { layout, labels: named, task: said, activation: told } = model.facts;
    const labels = config.labels ?? named;
    const task = config.task ?? said ?? guessTask(outputs, labels);
    const activation = config.activation === 'auto' ? told : (config.activation ?? told);
    this.head = chooseTextHead(outputs, { task, activation, labels });
    this.config = {
      ...config,
      ...(task === undefined ? {} : { task }),
      ...(labels === undefined ? {} : { labels }),
      ...(this.head.kind === 'classes' ? { activation: this.head.activation } : {}),
    };
    const width = inputs.find((spec) => tokenRoleOf(spec) === 'ids')?.shape[1] ?? -1;
    this.#fixedWidth = width > 0 ? width : undefined;
    this.#layout = { ...layout, maxTokens: Math.min(layout.maxTokens, this.#fixedWidth ?? layout.maxTokens) };
    this.widths = this.#fixedWidth === undefined ? tokenWidths(this.#layout.maxTokens) : [this.#fixedWidth];
    this.#model = model;
    this.#inputs = inputs;
    // A WebGPU backend pays for each new shape.
    this.#isPicky = backend === 'webgpu';
  }

  /** The outputs that `predict` needs; undefined for all. */
  get outputs(): readonly number[] | undefined {
    return this.head.kind === 'tensors' ? undefined : [this.head.output];
  }

  /** A text as ids; throws `bad-input` for one without a word, `unsupported` where text does not fill the model's inputs. */
  prepare(text: unknown): FeatureSpan {
    const { name } = this.config;
    if (typeof text !== 'string')
      throw new NearsideError('bad-input', `"${name}": expected text, got ${typeof text}.`);
    if (!takesTokens(this.#inputs)) {
      const other = this.#inputs.find((spec) => tokenRoleOf(spec) === undefined)?.name;
      throw new NearsideError(
        'unsupported',
        `"${name}" needs the input "${other}", which text does not give.`,
      );
    }
    if (!anyWord.test(text)) {
      const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
      throw new NearsideError(
        'bad-input',
        `Expected text with at least one word, got ${JSON.stringify(shown)}.`,
      );
    }
    const store = Int32Array.from(this.#model.tokenizer.encode(text, this.#layout.maxTokens));
    const span: FeatureSpan = { kind: 'features', store, start: 0, length: store.length };
    return this.head.kind === 'entities' ? { ...span, text } : span;
  }

  /** The inputs for these rows: padded to the longest of them, or to the width that the model or its backend wants. */
  buildInputs(spans: readonly FeatureSpan[], executedRows: number = spans.length): readonly JobInput[] {
    let longest = 1;
    for (const { length } of spans) longest = Math.max(longest, length);
    const width = this.#fixedWidth ?? (this.#isPicky ? widthFor(this.widths, longest) : longest);
    const { padId } = this.#layout;
    return this.#inputs.map((spec) => ({
      kind: 'numeric',
      datatype: spec.datatype as Exclude<TensorSpec['datatype'], 'BYTES'>,
      shape: [executedRows, width],
      fill: (target) => {
        fillTokenInput(tokenRoleOf(spec) as TokenRole, spans, { width, padId }, target);
      },
    }));
  }

  tensorsOf(span: FeatureSpan): readonly Tensor[] {
    return this.buildInputs([span]).map(fillOut);
  }

  joinInput(parts: readonly Tensor[], index: number): Tensor {
    const role = tokenRoleOf(this.#inputs[index] as TensorSpec) as TokenRole;
    return joinPadded(parts, (token) => padAt(role, token, this.#layout.padId));
  }

  countTokens(tensors: readonly Tensor[]): number {
    const at = this.#inputs.findIndex((spec) => tokenRoleOf(spec) === 'mask');
    const mask = tensors[at]?.data as ArrayLike<number | bigint> | undefined;
    return mask === undefined
      ? (tensors[0]?.shape[1] ?? 1)
      : Array.from(mask, Number).filter((cell) => cell > 0).length;
  }

  /** Brings the outputs of a batch of texts into the form in which they are answered and kept. */
  reduce(items: readonly QueueItem[], outputs: readonly JobOutput[]): readonly JobOutput[] {
    const [output] = outputs;
    const lengths = items.map(({ request }) =>
      request.input.kind === 'features' ? request.input.length : 0,
    );
    if (output === undefined || lengths.includes(0)) return outputs;
    if (this.head.kind === 'embedding') return [embed(output, lengths)];
    return this.head.kind === 'classes' ? [{ ...output, datatype: 'FP32', data: floatsOf(output) }] : outputs;
  }

  /** What `predict` gives beside labels, from the outputs of one request; undefined where those are the answer themselves. */
  valueOf({ input }: Pick<EngineRequest, 'input'>, [output]: readonly JobOutput[]): unknown {
    if (output === undefined) return undefined;
    if (this.head.kind === 'embedding')
      return input.kind === 'features' ? output.data : embed(output, [this.countTokens(input.tensors)]).data;
    if (this.head.kind !== 'entities' || input.kind !== 'features' || input.text === undefined)
      return undefined;
    const [, width = 0, classes = 1] = output.shape;
    return readEntities(input.text, {
      logits: toFloats(output),
      classes,
      labels: this.config.labels ?? [],
      // An endpoint may have been given fewer tokens than the text has.
      spans: this.#model.tokenizer.locate(input.text, this.#layout.maxTokens).slice(0, width),
    });
  }
}

/** One vector of length 1 a row. */
function embed(output: JobOutput, lengths: readonly number[]): JobOutput {
  const { shape } = output;
  const size = shape.at(-1) ?? 1;
  const rows = lengths.length;
  if (shape.length === 3) {
    const data = poolTokens(toFloats(output), { width: shape[1] ?? 1, size }, lengths);
    return { datatype: 'FP32', shape: [rows, size], data };
  }
  const data = Float32Array.from(toFloats(output).subarray(0, rows * size));
  for (let row = 0; row < rows; row += 1) normalizeVector(data.subarray(row * size, (row + 1) * size));
  return { datatype: 'FP32', shape: [rows, size], data };
}

function floatsOf(output: JobOutput): Float32Array<ArrayBuffer> {
  return toFloats(output) as Float32Array<ArrayBuffer>;
}
