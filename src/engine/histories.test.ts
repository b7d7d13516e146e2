import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NearsideError } from '../core/errors.ts';
import { endless, poison, versionMark, type LoadOutcome, type PostedJob } from './testing/fakeInstances.ts';
import { fakeModel, fakeModels, type FakeModelName } from './testing/fakeModels.ts';
import { settleMicrotasks } from './testing/settleMicrotasks.ts';
import {
  startTestEngine,
  type SeenAnswer,
  type TestEngine,
  type TestPage,
} from './testing/startTestEngine.ts';

const isLong = process.env['NEARSIDE_LONG'] === '1';
const numRuns = isLong ? 10_000 : 60;
const timeoutMs = isLong ? 3_600_000 : 30_000;
/** Longer than a hung run takes to be noticed, behind another, and than all waits before a new start. */
const restMs = 400_000;
const mostLateMs = 50;

const brokenFile = new NearsideError('model-load', 'broken');

const models = Object.keys(fakeModels) as FakeModelName[];
const rowModels = models.filter((model) => model !== 'pinned');

const versions = ['1', '2', '3'];

const ask = fc.record({
  kind: fc.constant('ask'),
  model: fc.constantFrom(...models, 'wide' as const, 'wide' as const),
  rows: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 20 })),
  width: fc.constantFrom(2, 3),
  priority: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  deadlineMs: fc.option(fc.integer({ min: 1, max: 80 }), { nil: undefined, freq: 4 }),
  outputs: fc.constantFrom(undefined, ['z'], ['z', 'y']),
  version: fc.option(fc.constantFrom(...versions), { nil: undefined, freq: 6 }),
  fault: fc.oneof(
    { weight: 12, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant(poison) },
  ),
});
const predict = fc.record({
  kind: fc.constant('predict'),
  model: fc.constantFrom(...rowModels),
  count: fc.integer({ min: 1, max: 40 }),
});
const wait = fc.record({ kind: fc.constant('wait'), ms: fc.integer({ min: 0, max: 25 }) });
const cancel = fc.record({ kind: fc.constant('cancel'), at: fc.nat() });
const lose = fc.record({ kind: fc.constant('lose'), at: fc.nat() });
const unload = fc.record({ kind: fc.constant('unload'), model: fc.constantFrom(...models) });
const change = fc.record({
  kind: fc.constant('change'),
  patch: fc.constantFrom<object>(
    { instances: 1 },
    { instances: 2 },
    { instances: 3 },
    { batching: false },
    { batching: true },
    { backend: 'webgpu' },
    { backend: 'wasm' },
  ),
});
const swap = fc.record({
  kind: fc.constant('swap'),
  model: fc.constantFrom(...models),
  version: fc.constantFrom(undefined, ...versions),
  /** How the load ends. */
  outcome: fc.constantFrom<LoadOutcome>('ready', 'ready', 'ready', brokenFile),
});
const hang = fc.record({ kind: fc.constant('hang'), model: fc.constantFrom(...rowModels) });

type ValueOf<Source> = Source extends fc.Arbitrary<infer Value> ? Value : never;
type Step = ValueOf<
  | typeof ask
  | typeof predict
  | typeof wait
  | typeof cancel
  | typeof lose
  | typeof unload
  | typeof change
  | typeof swap
  | typeof hang
>;

interface Asked {
  readonly at: number;
  readonly width: number;
  /** The first number of each row. */
  readonly marks: readonly number[];
  readonly deadlineMs: number | undefined;
  readonly outputs: readonly string[] | undefined;
  readonly version: string | undefined;
  readonly fault: number | undefined;
  cancelledAfter?: number;
}

class History {
  readonly world: TestEngine = startTestEngine({ versions });
  readonly page: TestPage = this.world.connect();
  readonly asked = new Map<number, Asked>();
  readonly seen = new Set<string>();
  #nextMark = 1;

  async play(steps: readonly Step[]): Promise<void> {
    for (const step of steps) await this.#take(step);
    await this.world.clock.advance(restMs);
  }

  answersOf(id: number): readonly SeenAnswer[] {
    return this.page.answers.get(id) ?? [];
  }

  async #take(step: Step): Promise<void> {
    this.seen.add(step.kind);
    const { page, world } = this;
    if (step.kind === 'ask') this.#ask(step);
    else if (step.kind === 'predict') this.#predict(step.model, step.count);
    else if (step.kind === 'hang') {
      this.#ask({
        ...step,
        rows: 1,
        width: 2,
        priority: 2,
        outputs: undefined,
        version: undefined,
        fault: endless,
        deadlineMs: undefined,
      });
    } else if (step.kind === 'wait') await world.clock.advance(step.ms);
    else if (step.kind === 'cancel') {
      const ids = [...this.asked.keys()];
      const id = ids[step.at % Math.max(1, ids.length)];
      if (id === undefined) return;
      this.asked.get(id)!.cancelledAfter ??= this.answersOf(id).length;
      page.session.receive({ kind: 'cancel', ids: [id] });
    } else if (step.kind === 'lose') {
      const { living } = world.factory;
      living[step.at % Math.max(1, living.length)]?.lose('killed');
    } else if (step.kind === 'unload') await page.control.unloadModel(step.model);
    else if (step.kind === 'swap') {
      if (step.outcome !== 'ready') world.factory.outcomes.push(step.outcome);
      void page.control.loadModel(step.model, step.version).catch(() => undefined);
      await settleMicrotasks();
    } else {
      void page.control.updateSettings(step.patch).catch(() => undefined);
      await settleMicrotasks();
    }
  }

  #ask(
    step: Pick<
      Extract<Step, { kind: 'ask' }>,
      'model' | 'rows' | 'width' | 'priority' | 'deadlineMs' | 'outputs' | 'version' | 'fault'
    >,
  ): void {
    const isPinned = step.model === 'pinned';
    const width = isPinned ? 3 : step.width;
    const { priority, deadlineMs, outputs, version, fault } = step;
    const marks = Array.from({ length: isPinned ? 2 : step.rows }, () => this.#nextMark++);
    const rows = marks.map((mark, row) => {
      const second = fault !== undefined && row === marks.length - 1 ? fault : 0;
      return width === 2 ? [mark, second] : [mark, second, 7];
    });
    const id = this.page.infer(step.model, rows, {
      ...(priority === undefined ? {} : { priority }),
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
      ...(outputs === undefined ? {} : { outputs }),
      ...(version === undefined ? {} : { version }),
    });
    this.asked.set(id, { at: this.world.clock.now(), width, marks, deadlineMs, outputs, version, fault });
  }

  #predict(model: string, count: number): void {
    const marks = Array.from({ length: count }, () => this.#nextMark++);
    const ids = this.page.predict(
      model,
      marks.map((mark) => [mark, 0]),
    );
    const at = this.world.clock.now();
    for (const [index, id] of ids.entries()) {
      const own = [marks[index]!];
      this.asked.set(id, {
        at,
        width: 2,
        marks: own,
        deadlineMs: undefined,
        outputs: undefined,
        version: undefined,
        fault: undefined,
      });
    }
  }
}

/** Every request is answered once, rightly, in time, for a reason that the history holds. */
async function check(history: History): Promise<void> {
  const { world, page, asked, seen } = history;
  for (const [id, request] of asked) {
    const answers = history.answersOf(id);
    expect(answers).toHaveLength(request.cancelledAfter ?? 1);
    const [answer] = answers;
    if (answer === undefined) continue;
    if (answer.error === undefined) checkValues(request, answer);
    else checkReason(request, answer, seen);
  }
  expect(world.factory.posted.filter(isTooMuch)).toEqual([]);
  const { total } = page.control.snapshot();
  expect(total).toMatchObject({ queueDepth: 0, inFlight: 0 });
  await settleMicrotasks();
}

/** More rows than the cap in one run, or a third job for an instance that has two. */
function isTooMuch({ model, rows, ahead }: PostedJob): boolean {
  const { batching, maxBatch } = fakeModel(model);
  const most = batching === 'independent' ? maxBatch : batching === 'fixed' ? 2 : 1;
  return rows.length > most || ahead > 1;
}

function checkValues(asked: Asked, answer: SeenAnswer): void {
  const { marks, width, at, deadlineMs, outputs, version } = asked;
  const ran = answer.trace!.version;
  if (version !== undefined) expect(ran).toBe(version);
  const added = versionMark(ran);
  const y = marks.flatMap((mark) => [2 * mark + added, width]);
  const z = marks.map((mark) => mark + added);
  if (answer.scores !== undefined) expect([...answer.scores]).toEqual(y);
  else {
    const values = Object.entries(answer.outputs!).map(([name, { data }]) => [
      name,
      [...(data as Float32Array)],
    ]);
    const expected = outputs ?? ['y', 'z'];
    expect(values).toEqual(expected.map((name) => [name, name === 'y' ? y : z]));
  }
  if (deadlineMs !== undefined) expect(answer.at).toBeLessThanOrEqual(at + deadlineMs);
}

function checkReason({ at, deadlineMs, fault }: Asked, answer: SeenAnswer, seen: ReadonlySet<string>): void {
  const { code } = answer.error!;
  if (code === 'bad-input') expect(fault).toBe(poison);
  else if (code === 'deadline') expect(answer.at).toBeLessThanOrEqual(at + deadlineMs! + mostLateMs);
  else if (code === 'queue-full') expect(deadlineMs).toBeDefined();
  else if (code === 'closed') expect([...seen]).toContain('unload');
  else if (code === 'model-load') expect([...seen]).toContain('swap');
  else {
    expect(code).toBe('worker-lost');
    expect([...seen].some((kind) => kind === 'lose' || kind === 'hang')).toBe(true);
  }
}

async function holds(steps: readonly Step[]): Promise<void> {
  const history = new History();
  await history.play(steps);
  await check(history);
}

const weigh = (
  weight: number,
  arbitrary: fc.Arbitrary<Step>,
): { weight: number; arbitrary: fc.Arbitrary<Step> } => ({
  weight,
  arbitrary,
});
const traffic = [weigh(8, ask), weigh(2, predict), weigh(5, wait), weigh(2, cancel)] as const;
const faults = [weigh(2, lose), weigh(1, unload), weigh(1, change)] as const;
const swaps = [weigh(2, swap)] as const;

test.each([
  ['calm traffic', fc.oneof(...traffic)],
  ['traffic while versions are swapped', fc.oneof(...traffic, ...swaps)],
  ['traffic on changing ground', fc.oneof(...traffic, ...faults, ...swaps)],
  ['traffic with hung runs', fc.oneof(...traffic, ...faults, ...swaps, weigh(1, hang))],
] as const)(
  'every request of %s is answered once and rightly',
  async (_, step) => {
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), holds), {
      numRuns,
    });
  },
  timeoutMs,
);
