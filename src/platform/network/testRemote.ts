import { NearsideError } from '../../core/errors.ts';
import { readRemoteModel, readRemoteServer, type RemoteServer } from '../../core/protocol/describeRemote.ts';
import { compareSpecs, describeDifferences } from '../../core/routing/compareSpecs.ts';
import type { KnownModel } from '../../core/routing/remotePort.ts';
import type { RemoteVerdict } from '../../core/routing/remoteVerdict.ts';
import type { RemoteSettings } from '../../core/settings/settingsValue.ts';
import type { Exchange } from './exchange.ts';
import { answersAnyone } from './answersAnyone.ts';
import { postProbe, type PostVerdict } from './postProbe.ts';
import { pathOf, RemoteClient } from './remoteClient.ts';

const timeoutMs = 5000;
const rounds = 3;

/** Thrown inside to end the test with its verdict. */
class Found extends Error {
  readonly verdict: RemoteVerdict;

  constructor(verdict: RemoteVerdict) {
    super(verdict.message);
    this.verdict = verdict;
  }
}

/**
 * Finds out by a few harmless calls whether the endpoint serves these models, and if not, what is to be mended. Nothing of what was
 * asked of any model is sent. Rejects with the signal's reason alone.
 */
export async function testRemote(
  { url, token, timeoutMs: longestMs = timeoutMs }: RemoteSettings,
  models: readonly KnownModel[],
  signal?: AbortSignal,
): Promise<RemoteVerdict> {
  const client = new RemoteClient({ url, ...(token === undefined ? {} : { token }) });
  const options = {
    timeoutMs: Math.min(longestMs, timeoutMs),
    ...(signal === undefined ? {} : { signal }),
  };
  const ask = async (path: string): Promise<Exchange & { kind: 'answered' }> => {
    let outcome: Exchange;
    try {
      outcome = await client.get(path, options);
    } catch (error) {
      signal?.throwIfAborted();
      const message = error instanceof NearsideError ? error.message : String(error);
      throw new Found({ kind: 'timeout', message: `The endpoint did not answer. ${message}` });
    }
    if (outcome.kind === 'unreachable') throw new Found(await explainSilence(url, signal));
    if (outcome.status === 401 || outcome.status === 403) throw new Found(refused(url, outcome.status));
    return outcome;
  };
  try {
    const server = readServer(url, await ask('/v2'));
    for (const model of models) await testModel(url, model, ask);
    const ready = await ask('/v2/health/ready');
    // Some servers are not ready while one of their models is not: what was asked for is.
    if (ready.status !== 200 && models.length === 0) {
      const message = `${url} answers, but says by ${ready.status} that it is not ready yet.`;
      throw new Found({ kind: 'not-ready', message, status: ready.status });
    }
    const posted = await postProbe(url, { ...options, token });
    if (posted !== 'read') throw new Found(explainPost(url, posted));
    const rttMs = await quickest(() => ask('/v2/health/live'));
    const { name, extensions } = server;
    return {
      kind: 'ok',
      message: `${name ?? url} answers in ${rttMs.toFixed(1)} ms.`,
      rttMs,
      hasBinary: extensions.includes('binary_tensor_data'),
      ...(name === undefined ? {} : { server: name }),
      models: models.map((model) => model.name),
    };
  } catch (error) {
    if (error instanceof Found) return error.verdict;
    throw error;
  }
}

function readServer(url: string, { status, body }: Exchange & { kind: 'answered' }): RemoteServer {
  try {
    if (status === 200) return readRemoteServer(JSON.parse(new TextDecoder().decode(body)));
  } catch {
    // Falls through: what is no JSON is no description either.
  }
  const message = `${url}/v2 answers ${status}, but not as the Open Inference Protocol has it: check the address.`;
  throw new Found({ kind: 'no-protocol', message, status });
}

async function testModel(
  url: string,
  known: KnownModel,
  ask: (path: string) => Promise<Exchange & { kind: 'answered' }>,
): Promise<void> {
  const { name } = known;
  const described = await ask(pathOf(name));
  if (described.status !== 200) {
    const message = `${url} has no model "${name}": it answers ${described.status}.`;
    throw new Found({ kind: 'no-such-model', message, model: name });
  }
  let differences: ReturnType<typeof compareSpecs>;
  try {
    const model = readRemoteModel(JSON.parse(new TextDecoder().decode(described.body)));
    differences = compareSpecs(known, model);
  } catch {
    const message = `${url} describes "${name}" in a way that is not the Open Inference Protocol's.`;
    throw new Found({ kind: 'no-protocol', message, status: 200 });
  }
  if (differences.length > 0) {
    const message = describeDifferences(name, differences);
    throw new Found({ kind: 'other-shapes', message, model: name, differences });
  }
  const ready = await ask(`${pathOf(name)}/ready`);
  if (ready.status === 200) return;
  const message = `"${name}" is at ${url}, but says by ${ready.status} that it is not ready.`;
  throw new Found({ kind: 'not-ready', message, status: ready.status });
}

/** The page is told no more than that a call failed: whether anybody is there is found out another way. */
async function explainSilence(url: string, signal: AbortSignal | undefined): Promise<RemoteVerdict> {
  if (await answersAnyone(`${url}/v2`, signal)) {
    const message = `${url} answers, but does not let pages of ${globalThis.location.origin} read it: send Access-Control-Allow-Origin, or put a proxy before it that does.`;
    return { kind: 'cors', message };
  }
  const message = `Nobody answers at ${url}: check the address, and that the server runs and can be reached from here.`;
  return { kind: 'unreachable', message };
}

function explainPost(url: string, posted: Exclude<PostVerdict, 'read'>): RemoteVerdict {
  if (posted === 'timeout') return { kind: 'timeout', message: `${url} did not answer a post in time.` };
  const message = `${url} lets this page read, but not post tensors: its preflight answer must allow POST and the headers Content-Type, Inference-Header-Content-Length and Authorization.`;
  return { kind: 'cors', message };
}

function refused(url: string, status: number): RemoteVerdict {
  const message = `${url} answers ${status}: it wants a token, or another one.`;
  return { kind: 'unauthorized', message, status };
}

async function quickest(call: () => Promise<unknown>): Promise<number> {
  let leastMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const startAt = performance.now();
    await call();
    leastMs = Math.min(leastMs, performance.now() - startAt);
  }
  return leastMs;
}
