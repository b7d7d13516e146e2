import { expect, test } from 'vitest';
import { FakeTabs, type FakeTab } from './testing/fakeTabs.ts';

/** Messages between ports take tasks of their own, the clock none. */
async function settle(tabs: FakeTabs, ms = 0): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    await tabs.clock.advance(0);
    await new Promise((resolve) => setTimeout(resolve));
  }
  for (let passed = 0; passed < ms; passed += 500) {
    await tabs.clock.advance(Math.min(500, ms - passed));
    for (let round = 0; round < 5; round += 1) await new Promise((resolve) => setTimeout(resolve));
  }
}

const placeOf = ({ seat }: FakeTab): string => {
  if (seat === undefined) return 'nowhere';
  return seat.isNear ? 'here' : 'elsewhere';
};

async function openThree(tabs: FakeTabs): Promise<readonly [FakeTab, FakeTab, FakeTab]> {
  const opened = [];
  for (const realm of ['a', 'b', 'c']) {
    opened.push(tabs.open(realm));
    await settle(tabs);
  }
  return opened as [FakeTab, FakeTab, FakeTab];
}

test('the first tab hosts the engine, the others are its guests', async () => {
  const tabs = new FakeTabs();
  const opened = await openThree(tabs);
  expect(opened.map(placeOf)).toEqual(['here', 'elsewhere', 'elsewhere']);
  expect({ hosts: tabs.hosts, started: tabs.started }).toEqual({ hosts: ['a'], started: 1 });
});

test('tabs that open at once have one engine too', async () => {
  const tabs = new FakeTabs();
  const opened = ['a', 'b', 'c'].map((realm) => tabs.open(realm));
  await settle(tabs);
  expect(opened.map(placeOf).toSorted()).toEqual(['elsewhere', 'elsewhere', 'here']);
  expect(tabs.started).toBe(1);
});

test('when the host crashes the next takes over, and the third follows it', async () => {
  const tabs = new FakeTabs();
  const [, second, third] = await openThree(tabs);
  tabs.crash('a');
  await settle(tabs);
  expect([second, third].map(placeOf)).toEqual(['here', 'elsewhere']);
  tabs.crash('b');
  await settle(tabs);
  expect(placeOf(third)).toBe('here');
  expect({ hosts: tabs.hosts, started: tabs.started }).toEqual({ hosts: ['c'], started: 3 });
});

test('a host that leaves its page gives the engine up at once, and is a guest when it is back', async () => {
  const tabs = new FakeTabs();
  const [first, second] = await openThree(tabs);
  first.engine.leave();
  expect({ hosts: tabs.hosts, place: placeOf(first) }).toEqual({ hosts: [], place: 'nowhere' });
  await settle(tabs);
  expect(placeOf(second)).toBe('here');
  first.engine.enter();
  await settle(tabs);
  expect(placeOf(first)).toBe('elsewhere');
  expect(tabs.hosts).toEqual(['b']);
});

test('a tab that left holds no lock and waits for none', async () => {
  const tabs = new FakeTabs();
  const tab = tabs.open('a');
  await settle(tabs);
  tab.engine.leave();
  await settle(tabs);
  expect(tabs.locks.names).toEqual([]);
});

test('an engine whose worker dies is started anew by its host, and guests follow', async () => {
  const tabs = new FakeTabs();
  const opened = await openThree(tabs);
  tabs.killEngine('a');
  await settle(tabs, 1000);
  expect(opened.map(placeOf)).toEqual(['here', 'elsewhere', 'elsewhere']);
  expect({ hosts: tabs.hosts, started: tabs.started }).toEqual({ hosts: ['a'], started: 2 });
});

test('a host that falls silent while a guest waits loses the lock to it', async () => {
  const tabs = new FakeTabs();
  const [, second, third] = await openThree(tabs);
  tabs.freeze('a');
  second.isWaiting = true;
  second.engine.watch();
  await settle(tabs, 6000);
  expect(placeOf(second)).toBe('elsewhere');
  await settle(tabs, 4000);
  expect([second, third].map(placeOf)).toEqual(['here', 'elsewhere']);
  expect(tabs.hosts).toEqual(['b']);
});

test('of two guests that find the host silent one takes over', async () => {
  const tabs = new FakeTabs();
  const [, second, third] = await openThree(tabs);
  tabs.freeze('a');
  for (const guest of [second, third]) {
    guest.isWaiting = true;
    guest.engine.watch();
  }
  await settle(tabs, 12_000);
  expect([second, third].map(placeOf).toSorted()).toEqual(['elsewhere', 'here']);
  expect(tabs.started).toBe(2);
});

test('a silent host is left alone while nobody waits for it', async () => {
  const tabs = new FakeTabs();
  const [, second] = await openThree(tabs);
  tabs.freeze('a');
  await settle(tabs, 60_000);
  expect(placeOf(second)).toBe('elsewhere');
  expect(tabs.started).toBe(1);
});

test('a host that answers is never taken over, however long a guest waits', async () => {
  const tabs = new FakeTabs();
  const [, second] = await openThree(tabs);
  second.isWaiting = true;
  second.engine.watch();
  await settle(tabs, 120_000);
  expect(placeOf(second)).toBe('elsewhere');
  expect(tabs.started).toBe(1);
});

test('a tab that finds a sleeping host at its start takes over', async () => {
  const tabs = new FakeTabs();
  tabs.open('a');
  await settle(tabs);
  tabs.freeze('a');
  const late = tabs.open('b');
  await settle(tabs, 12_000);
  expect(placeOf(late)).toBe('here');
  expect(tabs.hosts).toEqual(['b']);
});

test('where nobody introduces tabs each has its own engine', async () => {
  const tabs = new FakeTabs({ hasBroker: false });
  const opened = await openThree(tabs);
  expect(opened.map(placeOf)).toEqual(['here', 'here', 'here']);
  expect(tabs.hosts.toSorted()).toEqual(['a', 'b', 'c']);
});

test('an engine that cannot be started fails those who wait for it', async () => {
  const tabs = new FakeTabs();
  tabs.canStart = false;
  const tab = tabs.open('a');
  const ready = expect(tab.engine.ready).rejects.toMatchObject({ code: 'worker-lost' });
  await settle(tabs, 60_000);
  await ready;
  expect(tab.failure).toBe('worker-lost');
});
