import { messageOf, NearsideError } from '../core/errors.ts';
import { checkAddOptions, type AddOptions } from '../core/repository/addOptions.ts';
import type { ByteSource, TrialRequest } from '../core/repository/modelTrial.ts';
import { fileNameOf, nameModel } from '../core/repository/nameModel.ts';
import { isHubId, resolveHub } from '../core/repository/resolveHub.ts';
import { showValue } from '../core/showValue.ts';

/** A model as a page hands it over. */
export type AddSource =
  | { readonly kind: 'blob'; readonly blob: object; readonly fileName?: string }
  | { readonly kind: 'url'; readonly url: string };

export interface AddPlan {
  readonly options: AddOptions;
  readonly request: TrialRequest;
}

const plainName = /^(?!\.+$)[^/\\\p{Cc}]+$/u;

/** What to try, from what a page asked for; throws `bad-input`. */
export function planAdd(source: AddSource, config: unknown, pageUrl: string): AddPlan {
  const options = checkAddOptions(config);
  const given = readFiles((config as { readonly files?: unknown } | undefined)?.files, pageUrl);
  if (source.kind === 'blob') {
    const name = nameModel(options.name, source.fileName);
    const { blob } = source;
    return { options, request: { name, source: { kind: 'blob', blob }, files: given, optionalFiles: [] } };
  }
  if (isHubId(source.url)) {
    const { name, models, files } = resolveHub(source.url);
    const beside = Object.entries(files).map(
      ([plain, url]) => [plain, { kind: 'urls', urls: [url] }] as const,
    );
    return {
      options,
      request: {
        name: nameModel(options.name ?? name, undefined),
        source: { kind: 'urls', urls: models },
        files: { ...Object.fromEntries(beside), ...given },
        optionalFiles: Object.keys(files).filter((plain) => !Object.hasOwn(given, plain)),
      },
    };
  }
  const url = resolveUrl(source.url, pageUrl);
  const name = nameModel(options.name, fileNameOf(url));
  return {
    options,
    request: { name, source: { kind: 'urls', urls: [url] }, files: given, optionalFiles: [] },
  };
}

/** Texts that begin like JSON or have several lines are contents, others URLs. */
function readFiles(files: unknown, pageUrl: string): Readonly<Record<string, ByteSource>> {
  if (files === undefined || files === null) return {};
  if (typeof files !== 'object' || Array.isArray(files)) throw wrong('files', 'files by plain name', files);
  return Object.fromEntries(
    Object.entries(files as Readonly<Record<string, unknown>>).map(([name, file]) => {
      if (!plainName.test(name)) throw wrong('files', 'plain names', name);
      return [name, readFile(name, file, pageUrl)];
    }),
  );
}

function readFile(name: string, file: unknown, pageUrl: string): ByteSource {
  if (file instanceof Blob) return { kind: 'blob', blob: file };
  if (file instanceof ArrayBuffer || ArrayBuffer.isView(file))
    return { kind: 'blob', blob: new Blob([file as ArrayBuffer]) };
  if (typeof file !== 'string')
    throw wrong(`files[${JSON.stringify(name)}]`, 'a Blob, an ArrayBuffer or a text', file);
  const isContents = /^\s*[{["]/.test(file) || file.includes('\n');
  return isContents
    ? { kind: 'blob', blob: new Blob([file]) }
    : { kind: 'urls', urls: [resolveUrl(file, pageUrl)] };
}

function resolveUrl(text: string, pageUrl: string): string {
  let url: URL;
  try {
    url = new URL(text, pageUrl);
  } catch (error) {
    throw new NearsideError('bad-input', `Expected a URL, got ${JSON.stringify(text)}: ${messageOf(error)}.`);
  }
  if (url.protocol === 'https:' || url.protocol === 'http:') return url.href;
  throw new NearsideError('bad-input', `Expected a URL with https or http, got ${JSON.stringify(text)}.`);
}

function wrong(field: string, expected: string, came: unknown): NearsideError {
  return new NearsideError('bad-input', `${field}: expected ${expected}, got ${showValue(came)}.`);
}
