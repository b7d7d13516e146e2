import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeError, NearsideError } from '../../core/errors.ts';
import type { Tensor } from '../../core/protocol/tensor.ts';
import type { SendVerdict } from '../../core/routing/outgoingRequest.ts';
import { defaultSettings, type RoutingMode } from '../../core/settings/settingsValue.ts';
import type { RemoteBehaviour } from '../testing/fakeNetwork.ts';
import { startTestEngine, type Judge, type TestPage } from '../testing/startTestEngine.ts';

const isLong = process.env['NEARSIDE_LONG'] === '1';
const numRuns = isLong ? 5000 : 60;
const timeoutMs = isLong ? 3_600_000 : 60_000;
const restMs = 400_000;
const remote = { url: 'https://there.test', timeoutMs: 3000 };
const refusal: SendVerdict = {
  kind: 'refused',
  error: encodeError(new NearsideError('consent', 'private')),
};

/** What a page does to a number that is about to leave: known from the number alone, whoever asks it and when. */
type Fate = 'as it is' | 'negated' | 'refused' | 'unanswered' | 'garbled';
const fates: readonly Fate[] = ['as it is', 'negated', 'refused', 'unanswered', 'garbled'];

function fateOf(value: number): Fate {
  return fates[value % fates.length]!;
}

/** Decides by the first number of the first row; a request's rows share its fate. */
const judge: Judge = ({ inputs: { x } }) => {
  const data = x!.data as Float32Array;
  const send = (change: Partial<Tensor>): SendVerdict => ({
    kind: 'send',
    inputs: { x: { ...x, ...change } },
    parameters: undefined,
  });
  switch (fateOf(data[0]!)) {
    case 'as it is':
      return send({});
    case 'negated':
      return send({ data: data.map((value) => -value) });
    case 'refused':
      return refusal;
    case 'unanswered':
      return undefined;
    case 'garbled':
      return send({ shape: [1, 1, 1] });
  }
};

const ask = fc.record({
  kind: fc.constant('ask'),
  // Two pages want to be asked, one does not; all ask the same few numbers.
  page: fc.constantFrom(0, 0, 1, 2),
  value: fc.integer({ min: 1, max: 15 }),
  route: fc.constantFrom(undefined, undefined, 'local', 'remote'),
  deadlineMs: fc.constantFrom(undefined, undefined, 40, 300),
  cache: fc.constantFrom('use', 'use', 'bypass', 'refresh'),
});
const wait = fc.record({ kind: fc.constant('wait'), ms: fc.constantFrom(0, 1, 7, 50, 800, 12_000) });
const cancel = fc.record({ kind: fc.constant('cancel'), page: fc.constantFrom(0, 1, 2), at: fc.nat() });
const leave = fc.record({ kind: fc.constant('leave'), page: fc.constantFrom(0, 1, 2) });
const lose = fc.record({ kind: fc.constant('lose'), at: fc.nat() });
const change = fc.record({
  kind: fc.constant('change'),
  mode: fc.constantFrom<RoutingMode>('local-only', 'prefer-local', 'prefer-remote', 'fastest', 'remote-only'),
});
const remoteChange = fc.record({
  kind: fc.constant('remote'),
  behaviour: fc.constantFrom<RemoteBehaviour>('well', 'well', 'hang', 'wrong shapes', {
    kind: 'status',
    status: 503,
  }),
  ms: fc.constantFrom(1, 10, 200),
});

type ValueOf<Source> = Source extends fc.Arbitrary<infer Value> ? Value : never;
type Step = ValueOf<
  typeof ask | typeof wait | typeof cancel | typeof leave | typeof lose | typeof change | typeof remoteChange
>;

interface Asked {
  readonly page: number;
  readonly id: number;
  readonly value: number;
  mayBeSilent: boolean;
}

async function play(steps: readonly Step[]): Promise<void> {
  const world = startTestEngine({
    stored: {
      remote,
      remoteConsent: true,
      mode: 'prefer-remote',
      cache: { ...defaultSettings.cache, models: { wide: 'on' } },
    },
  });
  const { clock, network, factory } = world;
  network.maxBatch = 8;
  const pages: (TestPage | undefined)[] = [world.connect(judge), world.connect(judge), world.connect()];
  const all = pages as readonly TestPage[];
  const seen = all.map(({ answers }) => answers);
  const control = world.connect().control;
  const asked: Asked[] = [];
  for (const step of steps) {
    if (step.kind === 'wait') await clock.advance(step.ms);
    else if (step.kind === 'ask') {
      const { page, value, route, deadlineMs, cache } = step;
      const given = Object.entries({ route, deadlineMs, cache }).filter((entry) => entry[1] !== undefined);
      const id = pages[page]?.infer('wide', [[value, 0, 0]], Object.fromEntries(given));
      if (id !== undefined) asked.push({ page, id, value, mayBeSilent: false });
    } else if (step.kind === 'cancel') {
      const known = asked[step.at % Math.max(1, asked.length)];
      if (known === undefined) continue;
      known.mayBeSilent = true;
      pages[known.page]?.session.receive({ kind: 'cancel', ids: [known.id] });
    } else if (step.kind === 'leave') {
      pages[step.page]?.close();
      pages[step.page] = undefined;
      for (const known of asked) if (known.page === step.page) known.mayBeSilent = true;
    } else if (step.kind === 'lose')
      factory.living[step.at % Math.max(1, factory.living.length)]?.lose('killed');
    else if (step.kind === 'change') await control.updateSettings({ mode: step.mode });
    else Object.assign(network, { behaviour: step.behaviour, ms: step.ms });
  }
  for (const ms of [0, 0, 0, 100, restMs, restMs]) await clock.advance(ms);

  const byPlain = new Set(asked.filter(({ page }) => page === 2).map(({ value }) => value));
  for (const { inputs } of network.calls) {
    const { shape, data } = inputs['x']!;
    expect(shape).toHaveLength(2);
    for (let row = 0; row < shape[0]!; row += 1) {
      const value = (data as Float32Array)[row * shape[1]!]!;
      const fate = fateOf(Math.abs(value));
      if (value < 0) expect(fate).toBe('negated');
      else if (fate !== 'as it is' && !byPlain.has(value)) throw new Error(`${value} left, ${fate}.`);
    }
  }
  for (const { page, id, value, mayBeSilent } of asked) {
    const answers = seen[page]!.get(id) ?? [];
    if (mayBeSilent ? answers.length > 1 : answers.length !== 1)
      throw new Error(`Expected one answer for ${id}, got ${answers.length}.`);
    const [answer] = answers;
    if (answer?.outputs === undefined) continue;
    const { source, variant } = answer.trace!;
    const isRedacted = (answer.outputs['z']!.data as Int32Array)[0] !== value;
    expect((answer.outputs['z']!.data as Int32Array)[0]).toBe(isRedacted ? -value : value);
    // Only whoever let something else leave gets the answer to that, and it is kept for nobody.
    if (isRedacted) {
      expect([fateOf(value), page === 2, variant]).toEqual(['negated', false, 'remote']);
      expect(['remote', 'joined']).toContain(source);
    } else if (page !== 2 && source === 'remote') expect(fateOf(value)).toBe('as it is');
  }
}

test(
  'law: nothing of a page leaves but what it lets leave, and the answer to that is its own',
  async () => {
    const step = fc.oneof(
      { weight: 8, arbitrary: ask },
      { weight: 5, arbitrary: wait },
      { weight: 1, arbitrary: cancel },
      { weight: 1, arbitrary: leave },
      { weight: 1, arbitrary: lose },
      { weight: 2, arbitrary: change },
      { weight: 1, arbitrary: remoteChange },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
        await play(steps);
      }),
      { numRuns },
    );
  },
  timeoutMs,
);
