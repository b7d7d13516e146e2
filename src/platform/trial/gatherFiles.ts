import { NearsideError } from '../../core/errors.ts';
import type { ByteSource, TrialRequest } from '../../core/repository/modelTrial.ts';
import type { InspectedSource } from './inspectSource.ts';
import { receiveSource, type Received } from './receiveSource.ts';
import { maxFileBytes, maxModelBytes } from './trialLimits.ts';

export interface GatheredFiles {
  /** Data that the model refers to, under the name it does so by. */
  readonly external: readonly (Received & { readonly name: string })[];
  /** The other files, by plain name. */
  readonly files: Readonly<Record<string, Blob>>;
}

/** Names of inputs by which a model of token ids is told. */
const tokenInput = 'input_ids';
const tokenFiles = ['tokenizer.json', 'config.json'];

/**
 * What lies beside a model: the data that it refers to and the files that were named, handed over or from beside its URL; a model of
 * token ids from a URL also gets its tokenizer from there, if there is one. Rejects with `model-load` naming data that is missing.
 */
export async function gatherFiles(
  { inspection, url }: InspectedSource,
  { name, files, optionalFiles }: TrialRequest,
): Promise<GatheredFiles> {
  const external: (Received & { readonly name: string })[] = [];
  let room = maxModelBytes;
  for (const location of inspection.externalFiles) {
    const plain = location.replace(/^\.\//, '');
    const source = (Object.hasOwn(files, plain) ? files[plain] : undefined) ?? besideUrl(url, plain);
    if (source === undefined) {
      throw new NearsideError(
        'model-load',
        `"${name}" keeps data in ${JSON.stringify(plain)}: expected it in config.files, got nothing.`,
      );
    }
    const received = await receiveSource(source, { maxBytes: room });
    room -= received.bytes.length;
    external.push({ ...received, name: location });
  }
  const known = new Set(external.map(({ name: location }) => location.replace(/^\.\//, '')));
  const gathered: Record<string, Blob> = {};
  for (const [plain, source] of Object.entries(files)) {
    if (known.has(plain)) continue;
    const blob = await receiveFile(source, optionalFiles.includes(plain));
    if (blob !== undefined) gathered[plain] = blob;
  }
  if (inspection.inputs.some((input) => input.name === tokenInput)) await addTokenFiles(gathered, url);
  return { external, files: gathered };
}

/** The settings beside a tokenizer are worth a look only where there is one. */
async function addTokenFiles(gathered: Record<string, Blob>, url: string | undefined): Promise<void> {
  for (const plain of tokenFiles) {
    if (gathered[plain] !== undefined) continue;
    const source = besideUrl(url, plain);
    const blob = source === undefined ? undefined : await receiveFile(source, true);
    if (blob === undefined) return;
    gathered[plain] = blob;
  }
}

async function receiveFile(source: ByteSource, isOptional: boolean): Promise<Blob | undefined> {
  try {
    return new Blob([(await receiveSource(source, { maxBytes: maxFileBytes })).bytes]);
  } catch (error) {
    if (isOptional && error instanceof NearsideError && error.code === 'not-found') return undefined;
    throw error;
  }
}

function besideUrl(url: string | undefined, name: string): ByteSource | undefined {
  return url === undefined
    ? undefined
    : { kind: 'urls', urls: [new URL(encodeURIComponent(name), url).href] };
}
