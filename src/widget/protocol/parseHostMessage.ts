import type { PredictValue } from '../../client/index.ts';
import { isId, isName, readFields } from './readFields.ts';
import type { HostMessage } from './widgetMessages.ts';

const maxTextLength = 2 ** 20;
const maxNumbers = 2 ** 24;

/** What a host asked, where it is a message of this protocol; undefined for anything else. */
export function parseHostMessage(data: unknown): HostMessage | undefined {
  const fields = readFields(data);
  if (fields === undefined) return undefined;
  const { kind, id, model, value } = fields;
  if (!isId(id)) return undefined;
  if (kind === 'cancel') return { kind, id };
  if (!isName(model)) return undefined;
  if (kind === 'load') return { kind, id, model };
  if (kind === 'predict' && isPredictValue(value)) return { kind, id, model, value };
  return undefined;
}

function isPredictValue(value: unknown): value is PredictValue {
  if (typeof value === 'string') return value.length <= maxTextLength;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) {
    return value.length <= maxNumbers && value.every((entry) => typeof entry === 'number');
  }
  // What else a message can carry, the engine checks against the model's inputs.
  return true;
}
