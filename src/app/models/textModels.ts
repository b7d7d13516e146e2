/** The built-in models that take a text; lines of files are asked of one of them. */
export const textModels = ['language-id', 'review-sentiment'] as const;

export type TextModel = (typeof textModels)[number];

export const textModelTitles: Readonly<Record<TextModel, string>> = {
  'language-id': 'Language',
  'review-sentiment': 'Sentiment',
};
