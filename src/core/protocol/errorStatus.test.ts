import { expect, test } from 'vitest';
import type { ErrorCode } from '../errors.ts';
import { errorOfStatus, statusOfError } from './errorStatus.ts';
import { readRequestOptions } from './readRequestOptions.ts';

test.each<[ErrorCode, number]>([
  ['bad-input', 400],
  ['not-found', 404],
  ['unsupported', 501],
  ['queue-full', 503],
  ['deadline', 503],
  ['worker-lost', 500],
  ['model-load', 500],
  ['integrity', 500],
  ['remote', 500],
  ['closed', 500],
])('%s leaves as %i', (code, status) => {
  expect(statusOfError(code)).toBe(status);
});

test.each<[number, string, ErrorCode, string]>([
  [400, '{"error":"bad shape"}', 'bad-input', 'bad shape'],
  [404, '{"error":"no model"}', 'not-found', 'no model'],
  [422, '{"detail":[{"msg":"x"}]}', 'bad-input', '[{"msg":"x"}]'],
  [501, '', 'unsupported', 'no reason'],
  [500, '<html>bad gateway</html>', 'remote', '<html>bad gateway</html>'],
  [503, '{"error":7}', 'remote', '7'],
])('%i %s comes in as %s', (status, body, code, reason) => {
  const error = errorOfStatus(status, body);
  expect(error.code).toBe(code);
  expect(error.message).toBe(`The remote endpoint answered ${status}: ${reason}`);
  expect(error.retryable).toBe(code === 'remote');
});

test('priority and timeout become options', () => {
  expect(readRequestOptions({ priority: 1, timeout: 50_000, other: 'x' })).toEqual({
    priority: 1,
    deadlineMs: 50,
  });
  expect(readRequestOptions({ priority: 0, timeout: 0 })).toEqual({});
  expect(readRequestOptions(undefined)).toEqual({});
});

test.each([
  { priority: 4 },
  { priority: 1.5 },
  { priority: '1' },
  { timeout: -1 },
  { timeout: '5' },
  { timeout: true },
])('%j is refused', (parameters) => {
  expect(() => readRequestOptions(parameters)).toThrow(expect.objectContaining({ code: 'bad-input' }));
});
