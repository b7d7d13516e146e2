import { joinMessage } from './joinMessage.ts';
import type { EncodedMessage, ProtocolRequest, RequestedOutput } from './protocolMessage.ts';
import { encodeTensorEntry } from './tensorEntries.ts';

/**
 * The body of an inference request, inputs as binary data or as JSON. Throws `bad-input` for tensors that are not whole and for
 * values that JSON cannot carry unchanged. Inverse of {@link decodeRequest}.
 */
export function encodeRequest(
  { id, parameters, inputs, outputs, isBinaryOutput }: ProtocolRequest,
  { isBinary = true }: { readonly isBinary?: boolean } = {},
): EncodedMessage {
  const blobs: Uint8Array[] = [];
  const entries = Object.entries(inputs).map(([name, tensor]) =>
    encodeTensorEntry(name, tensor, isBinary, blobs),
  );
  const allParameters = {
    ...parameters,
    ...(isBinaryOutput === undefined ? {} : { binary_data_output: isBinaryOutput }),
  };
  const fields = [
    ...(id === undefined ? [] : [`"id":${JSON.stringify(id)}`]),
    `"inputs":[${entries.join(',')}]`,
    ...(outputs === undefined ? [] : [`"outputs":${JSON.stringify(outputs.map(encodeOutput))}`]),
    ...(Object.keys(allParameters).length === 0 ? [] : [`"parameters":${JSON.stringify(allParameters)}`]),
  ];
  return joinMessage(`{${fields.join(',')}}`, isBinary ? blobs : undefined);
}

function encodeOutput({ name, isBinary }: RequestedOutput): unknown {
  return isBinary === undefined ? { name } : { name, parameters: { binary_data: isBinary } };
}
