import type { ProtocolResponse } from './protocolMessage.ts';
import { splitMessage } from './splitMessage.ts';
import { decodeParameters, decodeTensorEntries } from './tensorEntries.ts';

const side = 'response';

/**
 * Reads the body of an inference response; `headerLength` is the value of {@link headerLengthName}, if it can be read. Fields that
 * other servers add are ignored. Throws `remote` for anything but whole tensors. Inverse of {@link encodeResponse}.
 */
export function decodeResponse(body: Uint8Array, headerLength: number | undefined): ProtocolResponse {
  const { fields, blobs } = splitMessage(body, headerLength, side);
  const outputs = decodeTensorEntries(fields['outputs'], blobs, side);
  const parameters = decodeParameters(fields['parameters'], side);
  return {
    outputs,
    ...readText('model', fields['model_name']),
    ...readText('version', fields['model_version']),
    ...readText('id', fields['id']),
    ...(parameters === undefined ? {} : { parameters }),
  };
}

function readText<Key extends string>(key: Key, value: unknown): Partial<Record<Key, string>> {
  return typeof value === 'string' ? ({ [key]: value } as Record<Key, string>) : {};
}
