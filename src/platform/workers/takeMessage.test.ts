import { describe, expect, it } from 'vitest';
import { takeMessage } from './takeMessage.ts';

describe('takeMessage', () => {
  it('gives every part as it came and leaves none of them with the event', () => {
    const buffer = new ArrayBuffer(8);
    const data = { kind: 'classified', packed: buffer };
    const message = takeMessage({ data });
    expect(message).toEqual({ kind: 'classified', packed: buffer });
    expect(message.packed).toBe(buffer);
    expect(Object.values(data)).toEqual([undefined, undefined]);
  });
});
