import { NearsideError } from '../errors.ts';
import { messageFault, showValue } from './messageFault.ts';
import type { ProtocolRequest, RequestedOutput } from './protocolMessage.ts';
import { isFields, splitMessage } from './splitMessage.ts';
import { decodeParameters, decodeTensorEntries } from './tensorEntries.ts';

const side = 'request';

/**
 * Reads the body of an inference request; `headerLength` is the value of {@link headerLengthName}, if it was sent. Throws
 * `bad-input` saying what was expected and what came, and `unsupported` for extensions of the protocol that are not served.
 * Inverse of {@link encodeRequest}.
 */
export function decodeRequest(body: Uint8Array, headerLength: number | undefined): ProtocolRequest {
  const { fields, blobs } = splitMessage(body, headerLength, side);
  const { id } = fields;
  if (id !== undefined && typeof id !== 'string') throw messageFault(side, 'id', 'a text', showValue(id));
  const inputs = decodeTensorEntries(fields['inputs'], blobs, side);
  const outputs = decodeOutputs(fields['outputs']);
  const { binary_data_output: isBinaryOutput, ...parameters } =
    decodeParameters(fields['parameters'], side) ?? {};
  if (isBinaryOutput !== undefined && typeof isBinaryOutput !== 'boolean') {
    throw messageFault(side, 'binary_data_output', 'true or false', showValue(isBinaryOutput));
  }
  return {
    inputs,
    ...(id === undefined ? {} : { id }),
    ...(outputs === undefined ? {} : { outputs }),
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    ...(isBinaryOutput === undefined ? {} : { isBinaryOutput }),
  };
}

function decodeOutputs(list: unknown): readonly RequestedOutput[] | undefined {
  if (list === undefined) return undefined;
  if (!Array.isArray(list)) throw messageFault(side, 'outputs', 'a list', showValue(list));
  const outputs = list.map((entry: unknown, index) => decodeOutput(entry, `outputs[${index}]`));
  const names = new Set(outputs.map(({ name }) => name));
  if (names.size < outputs.length) throw messageFault(side, 'outputs', 'each name once', 'one of them again');
  return outputs;
}

function decodeOutput(entry: unknown, subject: string): RequestedOutput {
  if (!isFields(entry)) throw messageFault(side, subject, 'an object', showValue(entry));
  const { name } = entry;
  if (typeof name !== 'string') throw messageFault(side, `${subject}.name`, 'a text', showValue(name));
  const {
    binary_data: isBinary,
    classification,
    ...others
  } = decodeParameters(entry['parameters'], side) ?? {};
  if (classification !== undefined || 'shared_memory_region' in others) {
    throw new NearsideError(
      'unsupported',
      `${subject}: expected the plain tensor to be asked for, got an extension that is not served.`,
    );
  }
  if (isBinary !== undefined && typeof isBinary !== 'boolean') {
    throw messageFault(side, `${subject}.binary_data`, 'true or false', showValue(isBinary));
  }
  return isBinary === undefined ? { name } : { name, isBinary };
}
