import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allowVersions, readVersionPolicy, type VersionPolicy } from './versionPolicy.ts';

const versions = ['2', '10', '9', '1'];

describe('a version policy', () => {
  test.each<[VersionPolicy, readonly string[]]>([
    [{ kind: 'all' }, ['10', '9', '2', '1']],
    [{ kind: 'latest', count: 1 }, ['10']],
    [{ kind: 'latest', count: 3 }, ['10', '9', '2']],
    [{ kind: 'latest', count: 9 }, ['10', '9', '2', '1']],
    [{ kind: 'specific', versions: ['1', '9', '7'] }, ['9', '1']],
    [{ kind: 'specific', versions: ['7'] }, []],
  ])('%j allows %j, by number and not by text', (policy, allowed) => {
    expect(allowVersions(versions, policy)).toEqual(allowed);
  });

  test('the latest few are those that no version left out exceeds', () => {
    const numbers = fc.uniqueArray(fc.nat(10_000), { minLength: 1 });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 9 }), (known, count) => {
        const allowed = allowVersions(known.map(String), { kind: 'latest', count }).map(Number);
        expect(allowed).toHaveLength(Math.min(count, known.length));
        const leftOut = known.filter((version) => !allowed.includes(version));
        expect(Math.min(...allowed)).toBeGreaterThan(Math.max(-1, ...leftOut));
      }),
    );
  });

  test.each<[unknown, VersionPolicy | undefined]>([
    [{ kind: 'all', other: 1 }, { kind: 'all' }],
    [
      { kind: 'latest', count: 2 },
      { kind: 'latest', count: 2 },
    ],
    [
      { kind: 'specific', versions: [1, '3'] },
      { kind: 'specific', versions: ['1', '3'] },
    ],
    [{ kind: 'latest' }, undefined],
    [{ kind: 'latest', count: 0 }, undefined],
    [{ kind: 'latest', count: 1.5 }, undefined],
    [{ kind: 'specific', versions: [] }, undefined],
    [{ kind: 'specific', versions: ['1.0'] }, undefined],
    [{ kind: 'newest' }, undefined],
    [null, undefined],
    ['all', undefined],
  ])('%j is read as %j', (value, policy) => {
    expect(readVersionPolicy(value)).toEqual(policy);
  });
});
