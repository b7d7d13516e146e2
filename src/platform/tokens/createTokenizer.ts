import { Tokenizer } from '@huggingface/tokenizers';
import { messageOf, NearsideError } from '../../core/errors.ts';
import { locateTokens, type LocatedToken, type TokenizerSteps } from '../../core/tokens/locateTokens.ts';
import type { TokenSpan } from '../../core/tokens/readEntities.ts';
import type { TextTokenizer } from '../../core/tokens/textTokenizer.ts';
import { headOf } from './headOf.ts';
import { splitAtAdded } from './splitAtAdded.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Parts that files of older versions leave out, and the library insists on. */
const absentParts = {
  normalizer: null,
  pre_tokenizer: null,
  post_processor: null,
  decoder: null,
  added_tokens: [],
};
const probes = ['a', '1', 'the', '.', '\u4e00'];

/** A tokenizer from `tokenizer.json`. Throws `model-load` where that is none, or one of a kind that the library does not know. */
export function createTokenizer(json: unknown): TextTokenizer {
  const { tokenizer, steps, added, isLeftCut } = openTokenizer(json);
  const frame = findFrame(tokenizer);

  const keep = <Item>(items: readonly Item[], maxTokens: number): readonly Item[] => {
    const room = Math.max(0, maxTokens - frame.before.length - frame.after.length);
    if (items.length <= room) return items;
    return isLeftCut ? items.slice(items.length - room) : items.slice(0, room);
  };

  const encodeBare = (text: string, maxTokens: number): ReturnType<typeof headOf> =>
    isLeftCut
      ? { head: text, ids: encodeAll(tokenizer, text) }
      : headOf(text, maxTokens, (head) => encodeAll(tokenizer, head));

  return {
    encode: (text, maxTokens) => [
      ...frame.before,
      ...keep(encodeBare(text, maxTokens).ids, maxTokens),
      ...frame.after,
    ],
    locate: (text, maxTokens) => {
      const { head, ids } = encodeBare(text, maxTokens);
      const spans = spansOf(ids, locateAll(head, added, steps), (token) => tokenizer.token_to_id(token));
      const special = (list: readonly number[]): readonly undefined[] => list.map(() => undefined);
      return [...special(frame.before), ...keep(spans, maxTokens), ...special(frame.after)];
    },
  };
}

interface OpenedTokenizer {
  readonly tokenizer: Tokenizer;
  readonly steps: TokenizerSteps;
  /** Tokens that are taken out of a text before anything else is done with it. */
  readonly added: readonly string[];
  readonly isLeftCut: boolean;
}

function openTokenizer(json: unknown): OpenedTokenizer {
  try {
    const file = { ...absentParts, ...(json as Fields) };
    const tokenizer = new Tokenizer(file, {});
    const { truncation } = file as { readonly truncation?: { readonly direction?: unknown } | null };
    const added = [...tokenizer.get_added_tokens_decoder().values()].map(({ content }) => content);
    return {
      tokenizer,
      added,
      isLeftCut: truncation?.direction === 'Left',
      steps: stepsOf(tokenizer, json as Fields),
    };
  } catch (error) {
    throw new NearsideError('model-load', `tokenizer.json: expected a tokenizer, got ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function stepsOf(tokenizer: Tokenizer, json: Fields): TokenizerSteps {
  const model = json['model'] as Fields;
  const { normalizer, pre_tokenizer: splitter } = tokenizer;
  const unknown = tokenizer.model?.unk_token;
  return {
    alphabet: JSON.stringify(json['pre_tokenizer'] ?? null).includes('"ByteLevel"') ? 'bytes' : 'characters',
    continuingPrefix: textOf(model['continuing_subword_prefix']),
    endOfWord: textOf(model['end_of_word_suffix']),
    normalize: (text) => normalizer?.normalize(text) ?? text,
    split: (text) => splitter?.pre_tokenize(text, { section_index: 0 }) ?? [text],
    tokenize: (word) => tokenizer.model?._call([word]) ?? [],
    isUnknown: (token) => token === unknown,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function encodeAll(tokenizer: Tokenizer, text: string): readonly number[] {
  return tokenizer.encode(text, { add_special_tokens: false }).ids.filter(Number.isSafeInteger);
}

/** The special tokens around a text, read off the first probe that has tokens of its own. */
function findFrame(tokenizer: Tokenizer): {
  readonly before: readonly number[];
  readonly after: readonly number[];
} {
  for (const probe of probes) {
    const bare = encodeAll(tokenizer, probe);
    const { ids } = tokenizer.encode(probe);
    const at = ids.findIndex((_, start) => bare.every((id, index) => ids[start + index] === id));
    if (bare.length > 0 && at !== -1) return { before: ids.slice(0, at), after: ids.slice(at + bare.length) };
  }
  return { before: [], after: [] };
}

function locateAll(text: string, added: readonly string[], steps: TokenizerSteps): readonly LocatedToken[] {
  return splitAtAdded(text, added).flatMap(({ start, section, isAdded }) =>
    isAdded
      ? [{ token: section, start, end: start + section.length, isContinuation: false }]
      : locateTokens(section, steps).map((token) => ({
          ...token,
          start: token.start + start,
          end: token.end + start,
        })),
  );
}

/** The places of the ids; unknown tokens that the tokenizer made one of are passed over, so ids are looked for a little ahead. */
function spansOf(
  ids: readonly number[],
  located: readonly LocatedToken[],
  idOf: (token: string) => number | undefined,
): readonly TokenSpan[] {
  let next = 0;
  return ids.map((id) => {
    const found = located.slice(next, next + lookAhead).findIndex(({ token }) => idOf(token) === id);
    const at = found === -1 ? next : next + found;
    next = at + 1;
    const { start, end, isContinuation } = located[Math.min(at, located.length - 1)] ?? nowhere;
    return { start, end, isContinuation };
  });
}

const lookAhead = 16;
const nowhere: TokenSpan = { start: 0, end: 0, isContinuation: false };
