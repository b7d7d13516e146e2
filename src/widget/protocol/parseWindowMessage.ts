import { readFields } from './readFields.ts';
import { protocolVersion, type WindowMessage } from './widgetMessages.ts';

/** What a window said, where it is a message of this protocol; undefined for anything else. */
export function parseWindowMessage(data: unknown): WindowMessage | undefined {
  const fields = readFields(data);
  const kind = fields?.['kind'];
  if (fields?.['nearside'] !== protocolVersion) return undefined;
  if (kind !== 'hello' && kind !== 'open' && kind !== 'refused') return undefined;
  return { nearside: protocolVersion, kind };
}
