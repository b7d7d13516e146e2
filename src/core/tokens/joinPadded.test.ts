import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinPadded } from './joinPadded.ts';
import { padAt } from './tokenInput.ts';

const row = fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 6 });

test('law: each row is followed by its padding up to the widest', () => {
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 5 }),
      fc.constantFrom('INT32' as const, 'INT64' as const),
      (rows, datatype) => {
        const parts = rows.map((values) => ({
          datatype,
          shape: [1, values.length],
          data: datatype === 'INT32' ? Int32Array.from(values) : BigInt64Array.from(values, BigInt),
        }));
        const width = Math.max(...rows.map((values) => values.length));
        const joined = joinPadded(parts, (token) => -token);
        expect(joined.shape).toEqual([rows.length, width]);
        const wanted = rows.flatMap((values) =>
          Array.from({ length: width }, (_, token) => values[token] ?? -token),
        );
        expect(Array.from(joined.data as Int32Array, Number)).toEqual(wanted.map((value) => value + 0));
      },
    ),
  );
});

test('parts of several rows keep their order', () => {
  const wide = { datatype: 'INT32', shape: [2, 3], data: Int32Array.of(1, 2, 3, 4, 5, 6) } as const;
  const narrow = { datatype: 'INT32', shape: [2, 1], data: Int32Array.of(7, 8) } as const;
  expect(joinPadded([wide, narrow], () => 0)).toEqual({
    datatype: 'INT32',
    shape: [4, 3],
    data: Int32Array.of(1, 2, 3, 4, 5, 6, 7, 0, 0, 8, 0, 0),
  });
});

test('what pads an input goes by what it holds', () => {
  const roles = ['ids', 'mask', 'types', 'positions'] as const;
  expect(roles.map((role) => padAt(role, 5, 9))).toEqual([9, 0, 0, 5]);
});
