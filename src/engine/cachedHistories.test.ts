import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultSettings } from '../core/settings/settingsValue.ts';
import { MemoryResultStore } from '../core/caching/testing/memoryResultStore.ts';
import { versionMark } from './testing/fakeInstances.ts';
import { settleMicrotasks } from './testing/settleMicrotasks.ts';
import { startTestEngine } from './testing/startTestEngine.ts';

const isLong = process.env['NEARSIDE_LONG'] !== undefined;
const numRuns = isLong ? 3000 : 150;
const models = ['wide', 'linear', 'coupled'] as const;
const restMs = 200_000;

const ask = fc.record({
  kind: fc.constant('ask'),
  model: fc.constantFrom(...models),
  // Few, so that most were asked before.
  mark: fc.integer({ min: 1, max: 4 }),
  rows: fc.constantFrom(1, 1, 2),
  outputs: fc.constantFrom(undefined, ['y'], ['z', 'y']),
  partition: fc.constantFrom(undefined, undefined, 'ann', 'bob'),
  cache: fc.constantFrom(undefined, undefined, undefined, 'bypass', 'refresh'),
  priority: fc.constantFrom(undefined, 1, 3),
  deadlineMs: fc.constantFrom(undefined, undefined, 3, 20),
});
const wait = fc.record({ kind: fc.constant('wait'), ms: fc.integer({ min: 0, max: 600 }) });
const cancel = fc.record({ kind: fc.constant('cancel'), at: fc.nat() });
const fault = fc.record({
  kind: fc.constantFrom('lose', 'unload', 'break store', 'mend store', 'lose store', 'clear', 'slow store'),
  at: fc.nat(),
});
const swap = fc.record({
  kind: fc.constant('swap'),
  model: fc.constantFrom(...models),
  version: fc.constantFrom('1', '2'),
});
const change = fc.record({
  kind: fc.constant('change'),
  cache: fc.record({
    enabled: fc.constantFrom(true, true, false),
    memoryBytes: fc.constantFrom(0, 1500, 10_000_000),
    storeBytes: fc.constantFrom(0, 3000, 10_000_000),
    ttlMs: fc.constantFrom(null, 100, 10_000),
    models: fc.dictionary(fc.constantFrom(...models), fc.constantFrom('on', 'off', 'auto'), {
      noNullPrototype: true,
    }),
  }),
});

type ValueOf<Source> = Source extends fc.Arbitrary<infer Value> ? Value : never;
type Step = ValueOf<typeof ask | typeof wait | typeof cancel | typeof fault | typeof swap | typeof change>;

interface Asked {
  readonly marks: readonly number[];
  readonly outputs: readonly string[];
  readonly mayFail: readonly string[];
  readonly cache: string | undefined;
  isCancelled: boolean;
}

/** What a version answers for rows of these numbers. */
function valuesIn(marks: readonly number[], version: string): Readonly<Record<string, readonly number[]>> {
  const added = versionMark(version);
  return { y: marks.flatMap((value) => [2 * value + added, 2]), z: marks.map((value) => value + added) };
}

async function play(steps: readonly Step[]): Promise<void> {
  const resultStore = new MemoryResultStore();
  const world = startTestEngine({
    resultStore,
    versions: ['2', '1'],
    stored: { cache: { ...defaultSettings.cache, models: { wide: 'on', linear: 'on', coupled: 'on' } } },
  });
  const { clock, factory } = world;
  const pages = [world.connect(), world.connect()];
  const asked = new Map<string, Asked>();
  for (const step of steps) {
    if (step.kind === 'ask') {
      const { model, mark, rows, outputs, partition, cache, priority, deadlineMs } = step;
      const page = asked.size % 2;
      const marks = Array.from({ length: rows }, (_, row) => mark + row);
      const options = { outputs, partition, cache, priority, deadlineMs };
      const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
      const id = pages[page]!.infer(
        model,
        marks.map((value) => [value, 0]),
        given,
      );
      asked.set(`${page}/${id}`, {
        marks,
        outputs: outputs ?? ['y', 'z'],
        mayFail: deadlineMs === undefined ? [] : ['deadline', 'queue-full'],
        cache,
        isCancelled: false,
      });
    } else if (step.kind === 'wait') await clock.advance(step.ms);
    else if (step.kind === 'cancel') {
      const key = [...asked.keys()][step.at % Math.max(1, asked.size)];
      if (key === undefined) continue;
      const [page = '', id] = key.split('/');
      asked.get(key)!.isCancelled = true;
      pages[Number(page)]!.session.receive({ kind: 'cancel', ids: [Number(id)] });
    } else if (step.kind === 'change') {
      void pages[0]!.control.updateSettings({ cache: step.cache }).catch(() => undefined);
      await settleMicrotasks();
    } else if (step.kind === 'lose') {
      const { living } = factory;
      living[step.at % Math.max(1, living.length)]?.lose('killed');
    } else if (step.kind === 'unload') await pages[0]!.control.unloadModel(models[step.at % 3]!);
    else if (step.kind === 'swap') {
      void pages[0]!.control.loadModel(step.model, step.version).catch(() => undefined);
      await settleMicrotasks();
    } else if (step.kind === 'clear') void pages[0]!.control.clearCache();
    else if (step.kind === 'lose store') resultStore.lose();
    else if (step.kind === 'slow store') {
      resultStore.delay = () =>
        new Promise((resolve) => {
          clock.after(step.at % 400, () => {
            resolve(undefined);
          });
        });
    } else resultStore.isBroken = step.kind === 'break store';
  }
  await clock.advance(restMs);
  let settled = 0;
  for (const [key, request] of asked) {
    const [page = '', id] = key.split('/');
    const answers = pages[Number(page)]!.answers.get(Number(id)) ?? [];
    if (request.isCancelled) expect(answers.length).toBeLessThanOrEqual(1);
    else expect(answers).toHaveLength(1);
    settled += answers.length;
    const [answer] = answers;
    if (answer === undefined) continue;
    if (answer.error !== undefined) {
      expect(['closed', 'worker-lost', ...request.mayFail]).toContain(answer.error.code);
      continue;
    }
    expect(Object.keys(answer.outputs!)).toEqual(request.outputs);
    const values = valuesIn(request.marks, answer.trace!.version);
    for (const name of request.outputs)
      expect([...(answer.outputs![name]!.data as Float32Array)]).toEqual(values[name]);
    if (request.cache !== undefined) expect(answer.trace!.source).toBe('local');
  }
  const { total } = pages[0]!.control.snapshot();
  // What the engine asks of itself is nobody's request.
  expect(total).toMatchObject({ requests: settled, queueDepth: 0, inFlight: 0 });
  const { memory, store } = pages[0]!.control.cacheStats();
  const { memoryBytes, storeBytes } = (await pages[0]!.control.readSettings()).cache;
  expect(memory.sizeBytes).toBeLessThanOrEqual(memoryBytes);
  expect(store.sizeBytes).toBeLessThanOrEqual(storeBytes);
}

const weigh = (
  weight: number,
  arbitrary: fc.Arbitrary<Step>,
): { weight: number; arbitrary: fc.Arbitrary<Step> } => ({
  weight,
  arbitrary,
});

test(
  'whatever happens to callers, workers, models and the store, every answer is that of its own request',
  async () => {
    const step = fc.oneof(
      weigh(12, ask),
      weigh(5, wait),
      weigh(2, cancel),
      weigh(2, fault),
      weigh(1, swap),
      weigh(1, change),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
        await play(steps);
      }),
      { numRuns },
    );
  },
  isLong ? 600_000 : 30_000,
);
