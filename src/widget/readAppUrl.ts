import { makeError } from './widgetError.ts';

/** The address of the app, ending with a slash, from `src` or else from where this script came. Throws `bad-input`. */
export function readAppUrl(src: string, baseUrl: string, scriptUrl: string): string {
  const isAsked = src !== '';
  const text = isAsked ? src : './';
  const base = isAsked ? baseUrl : scriptUrl;
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    const message = `Expected the http(s) address of a Nearside app in "src", got ${JSON.stringify(src)}.`;
    throw makeError({ code: 'bad-input', message, retryable: false });
  }
  url.search = '';
  url.hash = '';
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}
