import { expect, test } from 'vitest';
import { describeFailure } from './failure.ts';

test('an error with a code keeps it', () => {
  const error = Object.assign(new Error('no word'), { code: 'bad-input' });
  expect(describeFailure(error)).toEqual({ code: 'bad-input', message: 'no word' });
});

test('anything else is unexpected, and still says what it is', () => {
  expect(describeFailure(new DOMException('gone', 'AbortError'))).toEqual({
    code: 'unexpected',
    message: 'gone',
  });
  expect(describeFailure('text')).toEqual({ code: 'unexpected', message: 'text' });
});
