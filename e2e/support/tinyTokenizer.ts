const letters = Array.from('abcdefghijklmnopqrstuvwxyz0123456789');
const words = [
  'ada',
  'paris',
  'berlin',
  'lives',
  'in',
  'and',
  'good',
  'bad',
  'new',
  '##ly',
  'york',
  'is',
  '.',
  ',',
];

/** Tokens of the tiny models by id: special ones, words, and letters of which any other word is made. */
export const vocabulary: readonly string[] = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  ...words,
  ...letters,
  ...letters.map((letter) => `##${letter}`),
];

const special = [0, 1, 2, 3].map((id) => ({ id, special: true, normalized: false, content: vocabulary[id] }));

/** A `tokenizer.json` of the kind that BERT has. */
export function tinyTokenizer({ maxTokens = 64 }: { readonly maxTokens?: number } = {}): unknown {
  return {
    version: '1.0',
    truncation: { max_length: maxTokens, strategy: 'LongestFirst', stride: 0 },
    padding: null,
    added_tokens: special,
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [],
      special_tokens: {
        '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
        '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
      },
    },
    decoder: null,
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
    },
  };
}
