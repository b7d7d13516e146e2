import { version } from '../../package.json';
import { parseOrigins } from './allowOrigin.ts';
import type { RemoteOptions } from './createRemoteHandler.ts';

const defaultMaxBodyBytes = 64 * 2 ** 20;
const defaultTimeoutMs = 30_000;

export interface RemoteSettings extends RemoteOptions {
  readonly instances: number;
}

/** What the environment says of the endpoint. Throws for a value that is none. */
export function readRemoteSettings(
  environment: Readonly<Record<string, string | undefined>>,
): RemoteSettings {
  return {
    serverVersion: version,
    origins: parseOrigins(environment['CORS_ORIGINS']),
    maxBodyBytes: readCount(environment, 'MAX_BODY_BYTES', defaultMaxBodyBytes),
    timeoutMs: readCount(environment, 'REQUEST_TIMEOUT_MS', defaultTimeoutMs),
    instances: readCount(environment, 'INSTANCES', 1),
  };
}

/** A whole number from 1 on, as the environment names it. */
export function readCount(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  fallback: number,
): number {
  const text = environment[name];
  if (text === undefined || text === '') return fallback;
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new Error(`${name}: expected a whole number from 1 on, got ${JSON.stringify(text)}.`);
}
