import { joinMessage } from './joinMessage.ts';
import type { EncodedMessage, ProtocolRequest, ProtocolResponse } from './protocolMessage.ts';
import { encodeTensorEntry } from './tensorEntries.ts';

/**
 * The body of an inference response, each output in the form that the request asked for. Throws `bad-input` for values that
 * JSON cannot carry unchanged, for then binary data should have been asked for. Inverse of {@link decodeResponse}.
 */
export function encodeResponse(
  { model, version, id, parameters, outputs }: ProtocolResponse,
  asked: Pick<ProtocolRequest, 'outputs' | 'isBinaryOutput'> = {},
): EncodedMessage {
  const blobs: Uint8Array[] = [];
  const entries = Object.entries(outputs).map(([name, tensor]) => {
    const own = asked.outputs?.find((output) => output.name === name)?.isBinary;
    return encodeTensorEntry(name, tensor, own ?? asked.isBinaryOutput ?? false, blobs);
  });
  const fields = [
    ...(model === undefined ? [] : [`"model_name":${JSON.stringify(model)}`]),
    ...(version === undefined ? [] : [`"model_version":${JSON.stringify(version)}`]),
    ...(id === undefined ? [] : [`"id":${JSON.stringify(id)}`]),
    ...(parameters === undefined ? [] : [`"parameters":${JSON.stringify(parameters)}`]),
    `"outputs":[${entries.join(',')}]`,
  ];
  return joinMessage(`{${fields.join(',')}}`, blobs.length === 0 ? undefined : blobs);
}
