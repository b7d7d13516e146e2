import type { RemoteSettings } from '../../client/index.ts';

/** The form's fields as they are typed. */
export interface EndpointDraft {
  readonly url: string;
  readonly token: string;
  readonly timeoutMs: string;
}

/** What a draft says; whether its address is one is judged by whoever takes it. */
export function readDraft({ url, token, timeoutMs }: EndpointDraft): RemoteSettings {
  return {
    url: url.trim(),
    ...(token.trim() === '' ? {} : { token: token.trim() }),
    ...(timeoutMs.trim() === '' ? {} : { timeoutMs: Number(timeoutMs) }),
  };
}
