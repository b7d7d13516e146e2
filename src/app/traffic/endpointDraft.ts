import type { RemoteSettings } from '../../client/index.ts';

/** The form's fields as they are typed. */
export interface EndpointDraft {
  readonly url: string;
  readonly token: string;
  readonly timeoutMs: string;
}

/** The fields as they stand for what is kept. */
export function draftOf(remote: RemoteSettings | null): EndpointDraft {
  const { url = '', token = '', timeoutMs = '' } = remote ?? {};
  return { url, token, timeoutMs: String(timeoutMs) };
}

export function isSameDraft(one: EndpointDraft, other: EndpointDraft): boolean {
  return one.url === other.url && one.token === other.token && one.timeoutMs === other.timeoutMs;
}

/** What an address without a scheme is taken for beside a page; undefined for those that have one, and where nothing is typed. */
export function readAs(url: string, pageUrl: string): string | undefined {
  const typed = url.trim();
  const isRelative = typed !== '' && !/^[a-z][a-z0-9+.-]*:/i.test(typed);
  return isRelative && URL.canParse(typed, pageUrl) ? new URL(typed, pageUrl).href : undefined;
}

/** What a draft says; whether its address is one is judged by whoever takes it. */
export function readDraft({ url, token, timeoutMs }: EndpointDraft): RemoteSettings {
  return {
    url: url.trim(),
    ...(token.trim() === '' ? {} : { token: token.trim() }),
    ...(timeoutMs.trim() === '' ? {} : { timeoutMs: Number(timeoutMs) }),
  };
}
