import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { messageOf, NearsideError } from '../../src/core/errors.ts';

export interface BodyLimits {
  /** Bytes that a body may have, as sent and unpacked. */
  readonly maxBytes: number;
  /** Milliseconds within which it has to be here. */
  readonly withinMs: number;
}

/** A body that is not taken, with the status to say so. */
export class BodyRefusal extends Error {
  readonly status: 408 | 413;

  constructor(status: 408 | 413, message: string) {
    super(message);
    this.status = status;
  }
}

const unpackers = { gzip: promisify(gunzip), 'x-gzip': promisify(gunzip), deflate: promisify(inflate) };

/**
 * The body of a request, unpacked. Rejects with a {@link BodyRefusal} for one that is too large or too slow, `unsupported` for
 * another content encoding than gzip and deflate, `bad-input` for one that cannot be unpacked.
 */
export async function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Uint8Array> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity') return await receive(request, limits);
  if (!Object.hasOwn(unpackers, encoding)) {
    throw new NearsideError('unsupported', `Content-Encoding: expected gzip or deflate, got ${encoding}.`);
  }
  const packed = await receive(request, limits);
  try {
    const maxOutputLength = limits.maxBytes;
    return await unpackers[encoding as keyof typeof unpackers](packed, { maxOutputLength });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limits);
    throw new NearsideError('bad-input', `Body: expected ${encoding} data, got ${messageOf(error)}.`);
  }
}

/** What comes after a refusal is read and dropped, so that the sender gets to read the answer. */
function receive(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limits.maxBytes) return Promise.reject(tooLarge(limits));
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => {
      chunks = [];
      reject(new BodyRefusal(408, `Expected the whole body within ${limits.withinMs} ms.`));
    }, limits.withinMs);
    request.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size <= limits.maxBytes) chunks.push(chunk);
      else {
        chunks = [];
        reject(tooLarge(limits));
      }
    });
    request.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    request.on('error', reject);
    request.on('close', () => {
      clearTimeout(timer);
      reject(new NearsideError('bad-input', 'Expected a whole body, got one that was cut.'));
    });
  });
}

function tooLarge({ maxBytes }: BodyLimits): BodyRefusal {
  return new BodyRefusal(413, `Expected a body of at most ${maxBytes} bytes, got a larger one.`);
}
