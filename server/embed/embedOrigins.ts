/** Whose pages may embed: every page, or those of the origins named. */
export type EmbedOrigins = '*' | readonly string[];

/** Reads `*`, or origins with commas or blanks between them; nothing means any. Throws for what is no origin. */
export function parseEmbedOrigins(text: string | undefined): EmbedOrigins {
  const entries = (text ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  if (entries.length === 0 || entries.includes('*')) return '*';
  return entries.map((entry) => {
    const url = URL.canParse(entry) ? new URL(entry) : undefined;
    const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
    if (url !== undefined && isWeb && url.href === `${url.origin}/`) return url.origin;
    throw new Error(`EMBED_ORIGINS: expected origins as https://example.com, got ${JSON.stringify(entry)}.`);
  });
}
