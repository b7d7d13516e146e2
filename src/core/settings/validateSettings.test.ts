import { describe, expect, test } from 'vitest';
import { defaultSettings, type SettingsValue } from './settingsValue.ts';
import { applySettingsPatch, restoreSettings } from './validateSettings.ts';

const page = 'https://app.test/nearside/';
const agreed: SettingsValue = {
  ...defaultSettings,
  remote: { url: 'https://one.test' },
  remoteConsent: true,
};

const apply = (patch: unknown, current = defaultSettings): SettingsValue =>
  applySettingsPatch(current, patch, page);
const urlOf = (url: string): string | undefined => apply({ remote: { url } }).remote?.url;

describe('remote', () => {
  test.each([
    ['https://remote.test', 'https://remote.test'],
    ['https://remote.test/', 'https://remote.test'],
    ['https://remote.test/kit/', 'https://remote.test/kit'],
    ['https://remote.test//', 'https://remote.test'],
    ['http://localhost:8090', 'http://localhost:8090'],
    ['http://127.0.0.1:8090/', 'http://127.0.0.1:8090'],
    ['http://[::1]:8090', 'http://[::1]:8090'],
    ['/remote', 'https://app.test/remote'],
    ['remote', 'https://app.test/nearside/remote'],
  ])('%s is %s', (given, kept) => {
    expect(urlOf(given)).toBe(kept);
  });

  test.each([
    'http://remote.test',
    'http://localhost.evil.test',
    'http://127.0.0.1.evil.test',
    'http://0.0.0.0',
    'ws://localhost',
    'ftp://remote.test',
    'file:///etc/passwd',
    'data:text/plain,x',
    'javascript:alert(1)',
    'https://user@remote.test',
    'https://user:secret@remote.test',
    'https://:secret@remote.test',
    'https://',
    'http://[::1',
    'https://remote.test/?key=1',
    'https://remote.test?',
    'https://remote.test/#part',
    '',
  ])('%j is refused', (url) => {
    expect(() => urlOf(url)).toThrow(expect.objectContaining({ code: 'bad-input' }) as Error);
  });

  test.each([
    [undefined],
    [7],
    ['https://remote.test'],
    [{}],
    [{ url: 7 }],
    [{ url: 'https://a.test', token: 1 }],
  ])('%j is no remote', (remote) => {
    if (remote === undefined) expect(apply({ remote })).toEqual(defaultSettings);
    else expect(() => apply({ remote })).toThrow(expect.objectContaining({ code: 'bad-input' }) as Error);
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, '5'])('a timeout of %s is refused', (timeoutMs) => {
    expect(() => apply({ remote: { url: 'https://a.test', timeoutMs } })).toThrow('remote.timeoutMs');
  });

  test('keeps its token and its timeout', () => {
    const remote = { url: 'https://a.test', token: 't', timeoutMs: 500 };
    expect(apply({ remote }).remote).toEqual(remote);
  });
});

describe('consent', () => {
  test.each([
    ['another URL takes it back', { remote: { url: 'https://two.test' } }, false],
    ['no remote takes it back', { remote: null }, false],
    ['the same URL keeps it', { remote: { url: 'https://one.test/', timeoutMs: 5 } }, true],
    ['anything else keeps it', { mode: 'fastest' }, true],
    [
      'the same patch gives it to another URL',
      { remote: { url: 'https://two.test' }, remoteConsent: true },
      true,
    ],
    ['there is none without a remote', { remote: null, remoteConsent: true }, false],
    ['it can be taken back alone', { remoteConsent: false }, false],
  ])('%s', (_, patch, expected) => {
    expect(apply(patch, agreed).remoteConsent).toBe(expected);
  });

  test('without a remote cannot be given ahead', () => {
    const ahead = apply({ remoteConsent: true });
    expect(ahead.remoteConsent).toBe(false);
    expect(apply({ remote: { url: 'https://two.test' } }, ahead).remoteConsent).toBe(false);
  });
});

describe('values', () => {
  test.each([
    ['settings', null],
    ['settings', 'mode'],
    ['settings', []],
    ['settings', { moode: 'fastest' }],
    ['settings', { constructor: 1 }],
    ['settings', JSON.parse('{"__proto__": {}}')],
    ['mode', { mode: 'sometimes' }],
    ['batching', { batching: 'yes' }],
    ['hedging', { hedging: 1 }],
    ['remoteConsent', { remoteConsent: 'true' }],
    ['deadlineMs', { deadlineMs: 0 }],
    ['deadlineMs', { deadlineMs: Number.NaN }],
    ['deadlineMs', { deadlineMs: 5n }],
    ['backend', { backend: 'cuda' }],
    ['instances', { instances: 0 }],
    ['instances', { instances: 1.5 }],
    ['instances', { instances: 9 }],
    ['cache', { cache: null }],
    ['cache.enabled', { cache: { enabled: 'on' } }],
    ['cache.memoryBytes', { cache: { memoryBytes: -1 } }],
    ['cache.storeBytes', { cache: { storeBytes: 1.5 } }],
    ['cache.ttlMs', { cache: { ttlMs: 0 } }],
    ['cache.models.digits', { cache: { models: { digits: 'maybe' } } }],
  ])('%s in %o is refused by name', (path, patch: unknown) => {
    expect(() => apply(patch)).toThrow(expect.objectContaining({ code: 'bad-input' }) as Error);
    expect(() => apply(patch)).toThrow(`${path}: expected `);
  });

  test('a patch replaces its keys and leaves the others; what is undefined changes nothing', () => {
    const patch = { mode: 'fastest', deadlineMs: 20, instances: 8, batching: undefined } as const;
    expect(apply(patch, agreed)).toEqual({ ...agreed, mode: 'fastest', deadlineMs: 20, instances: 8 });
    expect(apply({ deadlineMs: null, instances: 'auto' }, apply(patch, agreed))).toEqual({
      ...agreed,
      mode: 'fastest',
    });
  });

  test('a refused patch leaves nothing behind', () => {
    const before = structuredClone(agreed);
    expect(() => apply({ mode: 'fastest', instances: 99 }, agreed)).toThrow();
    expect(agreed).toEqual(before);
  });

  test('a cache replaces the one before and fills up with defaults', () => {
    const first = apply({ cache: { enabled: false, models: { digits: 'off' } } });
    expect(first.cache).toEqual({ ...defaultSettings.cache, enabled: false, models: { digits: 'off' } });
    expect(apply({ cache: { ttlMs: 5 } }, first).cache).toEqual({ ...defaultSettings.cache, ttlMs: 5 });
  });
});

describe('restoring', () => {
  test('gives back what was kept', () => {
    const kept: SettingsValue = {
      ...agreed,
      mode: 'prefer-remote',
      deadlineMs: 50,
      instances: 2,
      hedging: false,
    };
    expect(restoreSettings(structuredClone(kept), page)).toEqual(kept);
  });

  test.each([undefined, null, 'text', 7])('of %j gives the defaults', (stored) => {
    expect(restoreSettings(stored, page)).toEqual(defaultSettings);
  });

  test('drops what no longer holds and keeps the rest', () => {
    const stored = {
      mode: 'telepathy',
      batching: false,
      retired: 1,
      remote: { url: 'http://old.test' },
      remoteConsent: true,
    };
    expect(restoreSettings(stored, page)).toEqual({ ...defaultSettings, batching: false });
  });
});

describe('batches', () => {
  test('keeps what is asked of each model', () => {
    const batches = { digits: { maxBatch: 8, maxQueueDelayMs: 5, preferredBatch: [4, 8], isStatic: true } };
    expect(apply({ batches })).toMatchObject({ batches });
    expect(apply({ batches: { digits: {} } }, apply({ batches })).batches).toEqual({ digits: {} });
  });

  test.each([
    null,
    [],
    { digits: 4 },
    { digits: { maxBatch: 0 } },
    { digits: { maxBatch: 1.5 } },
    { digits: { maxQueueDelayMs: -1 } },
    { digits: { preferredBatch: 8 } },
    { digits: { preferredBatch: ['8'] } },
    { digits: { isStatic: 'yes' } },
  ])('refuses %j', (batches) => {
    expect(() => apply({ batches })).toThrow(expect.objectContaining({ code: 'bad-input' }));
  });
});
