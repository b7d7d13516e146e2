import type { AllowedOrigins } from './acceptHost.ts';

/** Reads the page's list of origins: any, or those between blanks; a page without a list admits its own origin alone. */
export function readAllowedOrigins(content: string | undefined): AllowedOrigins {
  const entries = (content ?? '').split(/\s+/).filter((entry) => entry !== '');
  return entries.includes('*') ? '*' : entries;
}
