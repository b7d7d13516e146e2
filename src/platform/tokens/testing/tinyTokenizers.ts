const letters = Array.from('abcdefghijklmnopqrstuvwxyz0123456789');

interface Special {
  readonly id: number;
  readonly content: string;
}

function wrap(before: Special, after: Special): object {
  const special = (token: Special): readonly [string, object] => [
    token.content,
    { id: token.content, ids: [token.id], tokens: [token.content] },
  ];
  return {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: before.content, type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: after.content, type_id: 0 } },
    ],
    pair: [],
    special_tokens: Object.fromEntries([special(before), special(after)]),
  };
}

function addedTokens(tokens: readonly Special[]): readonly object[] {
  return tokens.map((token) => ({ ...token, special: true, normalized: false }));
}

function idsOf(tokens: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(tokens.map((token, id) => [token, id]));
}

const bertTokens = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  ...['cafe', 'paris', '##is', '東', '京', 'σ', '##σ', '.', ',', "'", '!'],
  ...letters,
  ...letters.map((letter) => `##${letter}`),
];

/** Word pieces behind BERT's normaliser: lower case, no accents, Chinese characters apart. */
export const wordPieces: object = {
  added_tokens: addedTokens(['[PAD]', '[UNK]', '[CLS]', '[SEP]'].map((content, id) => ({ id, content }))),
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: wrap({ id: 2, content: '[CLS]' }, { id: 3, content: '[SEP]' }),
  decoder: null,
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 20,
    vocab: idsOf(bertTokens),
  },
};

const bytes = Array.from({ length: 0x100 + 0x44 }, (_, unit) => String.fromCharCode(unit)).slice(0x21);
const byteMerges = [
  ['Ġ', 'p'],
  ['Ġp', 'a'],
  ['Ã', '©'],
];

/** Byte-level pairs, as GPT-2 and RoBERTa cut texts. */
export const bytePairs: object = {
  added_tokens: addedTokens([
    { id: 0, content: '<s>' },
    { id: 1, content: '</s>' },
  ]),
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true },
  post_processor: {
    type: 'RobertaProcessing',
    sep: ['</s>', 1],
    cls: ['<s>', 0],
    trim_offsets: true,
    add_prefix_space: true,
  },
  decoder: { type: 'ByteLevel' },
  model: {
    type: 'BPE',
    vocab: idsOf(['<s>', '</s>', ...bytes, ...byteMerges.map((pair) => pair.join(''))]),
    merges: byteMerges,
  },
};

const pieces = ['▁', '▁paris', 'par', 'is', '▁new', 'york', ...letters, ',', '.'];

/** Sentence pieces, as XLM-RoBERTa cuts texts. */
export const sentencePieces: object = {
  added_tokens: addedTokens([
    { id: 0, content: '<s>' },
    { id: 2, content: '</s>' },
  ]),
  normalizer: { type: 'Sequence', normalizers: [{ type: 'NFKC' }, { type: 'Lowercase' }] },
  pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
  post_processor: wrap({ id: 0, content: '<s>' }, { id: 2, content: '</s>' }),
  decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always' },
  model: {
    type: 'Unigram',
    unk_id: 3,
    vocab: [
      ['<s>', 0],
      ['<pad>', 0],
      ['</s>', 0],
      ['<unk>', 0],
      ...pieces.map((piece) => [piece, piece.length > 1 ? -1 : -4]),
    ],
  },
};
