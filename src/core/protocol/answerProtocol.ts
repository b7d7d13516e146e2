import { NearsideError, toNearsideError } from '../errors.ts';
import type { ModelStatus } from '../repository/modelStatus.ts';
import { decodeRawRequest } from './decodeRawRequest.ts';
import { decodeRequest } from './decodeRequest.ts';
import {
  describeConfig,
  describeIndex,
  describeMetadata,
  describeServer,
  isServed,
} from './describeServer.ts';
import { encodeResponse } from './encodeResponse.ts';
import { statusOfError } from './errorStatus.ts';
import { matchRoute, type ModelTarget } from './matchRoute.ts';
import { messageFault, showValue } from './messageFault.ts';
import type { ProtocolBackend, ProtocolCall, ProtocolReply } from './protocolBackend.ts';
import { headerLengthName } from './protocolMessage.ts';
import { readRequestOptions } from './readRequestOptions.ts';
import { parseHeaderLength, splitMessage } from './splitMessage.ts';

export interface AnswerOptions {
  /** The server's own version, as `GET /v2` tells it. */
  readonly serverVersion: string;
  /** Milliseconds after which an inference is given up, whatever its own timeout says. */
  readonly longestMs?: number;
}

const encoder = new TextEncoder();
const retryAfterSeconds = 1;

/**
 * Answers one call of the Open Inference Protocol from `backend`. Failures are answered too, as `{"error"}` under the status of
 * their code; only an abort of the call rejects.
 */
export async function answerProtocol(
  call: ProtocolCall,
  backend: ProtocolBackend,
  options: AnswerOptions,
): Promise<ProtocolReply> {
  try {
    return await routeCall(call, backend, options);
  } catch (error) {
    call.signal?.throwIfAborted();
    return refuseCall(error);
  }
}

/** The reply to a call that failed. */
export function refuseCall(error: unknown): ProtocolReply {
  const { code, message } = toNearsideError(error, 'worker-lost');
  const status = statusOfError(code);
  return replyJson(
    { error: message },
    status,
    status === 503 ? { 'Retry-After': `${retryAfterSeconds}` } : {},
  );
}

/** A reply of JSON. */
export function replyJson(
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): ProtocolReply {
  const body = encoder.encode(JSON.stringify(value));
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body };
}

async function routeCall(
  call: ProtocolCall,
  backend: ProtocolBackend,
  options: AnswerOptions,
): Promise<ProtocolReply> {
  const matched = matchRoute(call.path);
  if (matched === undefined) {
    throw new NearsideError('not-found', `The protocol has nothing at ${showValue(call.path)}.`);
  }
  if (call.method !== matched.method) {
    const error = `Expected ${matched.method}, got ${call.method}.`;
    return replyJson({ error }, 405, { Allow: matched.method });
  }
  const { route } = matched;
  switch (route.kind) {
    case 'server':
      return replyJson(describeServer(options.serverVersion));
    case 'live':
      return replyJson({ live: true });
    case 'ready':
      return await answerReady(backend);
    case 'repository-index':
      return await answerIndex(call, backend);
    case 'infer':
      return await answerInfer(call, route.target, backend, options);
    case 'statistics':
      if (route.target !== undefined) await findModel(backend, route.target);
      return replyJson(await backend.statistics(route.target?.model));
    case 'model':
      return replyJson(describeMetadata(await findModel(backend, route.target)));
    case 'model-config':
      return replyJson(describeConfig(await findModel(backend, route.target)));
    case 'model-ready':
      return answerModelReady(await findModel(backend, route.target));
  }
}

async function answerReady(backend: ProtocolBackend): Promise<ProtocolReply> {
  try {
    await backend.checkRepository();
    return replyJson({ ready: true });
  } catch (error) {
    const { message } = toNearsideError(error, 'model-load');
    return replyJson({ error: `The repository cannot be read: ${message}` }, 503, {
      'Retry-After': `${retryAfterSeconds}`,
    });
  }
}

function answerModelReady(model: ModelStatus): ProtocolReply {
  if (isServed(model)) return replyJson({ name: model.name, ready: true });
  const error = model.error?.message ?? `"${model.name}" is not ready.`;
  return replyJson({ error }, 503, { 'Retry-After': `${retryAfterSeconds}` });
}

async function answerIndex(call: ProtocolCall, backend: ProtocolBackend): Promise<ProtocolReply> {
  const body = await call.readBody();
  const ready: unknown =
    body.byteLength === 0 ? undefined : splitMessage(body, undefined, 'request').fields['ready'];
  if (ready !== undefined && typeof ready !== 'boolean') {
    throw messageFault('request', 'ready', 'true or false', showValue(ready));
  }
  return replyJson(describeIndex(await backend.listModels(), { isReadyOnly: ready === true }));
}

async function answerInfer(
  call: ProtocolCall,
  target: ModelTarget,
  backend: ProtocolBackend,
  { longestMs = Number.POSITIVE_INFINITY }: AnswerOptions,
): Promise<ProtocolReply> {
  const body = await call.readBody();
  const headerLength = parseHeaderLength(call.headerLength, 'request');
  const request =
    headerLength === 0
      ? decodeRawRequest(body, (await findModel(backend, target)).inputs)
      : decodeRequest(body, headerLength);
  const { model, version } = target;
  const { id, inputs, outputs, parameters } = request;
  const asked = readRequestOptions(parameters);
  const deadlineMs = Math.min(asked.deadlineMs ?? longestMs, longestMs);
  const response = await backend.infer(
    {
      model,
      inputs,
      ...(version === undefined ? {} : { version }),
      ...(outputs === undefined ? {} : { outputs: outputs.map(({ name }) => name) }),
      ...(parameters === undefined ? {} : { parameters }),
    },
    { ...asked, ...(deadlineMs === Number.POSITIVE_INFINITY ? {} : { deadlineMs }) },
    call.signal,
  );
  const message = encodeResponse({ ...response, ...(id === undefined ? {} : { id }) }, request);
  const headers: Record<string, string> =
    message.headerLength === undefined
      ? { 'Content-Type': 'application/json' }
      : {
          'Content-Type': 'application/octet-stream',
          [headerLengthName]: String(message.headerLength),
        };
  return { status: 200, headers, body: message.body };
}

async function findModel(
  backend: ProtocolBackend,
  { model: name, version }: ModelTarget,
): Promise<ModelStatus> {
  const models = await backend.listModels();
  const model = models.find((entry) => entry.name === name);
  if (model === undefined) {
    const names = models.map((entry) => `"${entry.name}"`).join(', ');
    throw new NearsideError('not-found', `Expected one of the models ${names}, got ${showValue(name)}.`);
  }
  if (version !== undefined && !model.versions.includes(version)) {
    const versions = model.versions.join(', ');
    throw new NearsideError(
      'not-found',
      `"${name}" has the versions ${versions}, got ${showValue(version)}.`,
    );
  }
  return model;
}
