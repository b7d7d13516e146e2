import { expect } from 'vitest';
import type { SettingsValue } from '../../core/settings/settingsValue.ts';
import { defaultSettings } from '../../core/settings/settingsValue.ts';
import type { MemoryResultStore } from '../../core/caching/testing/memoryResultStore.ts';
import { startTestEngine, type SeenAnswer, type TestEngine, type TestPage } from './startTestEngine.ts';

type Mode = 'on' | 'off' | 'auto';

/** A test engine with one page and its models loaded. */
export interface CachedWorld extends TestEngine {
  readonly page: TestPage;
  readonly runs: () => number;
  /** Asks and waits for the answer. */
  readonly ask: (
    rows: readonly (readonly number[])[],
    options?: Parameters<TestPage['infer']>[2],
  ) => Promise<SeenAnswer>;
  readonly answerOf: (id: number) => SeenAnswer | undefined;
}

export const model = 'wide';
/** Longer than anything takes that was asked at one time. */
export const ample = 1000;

export function cacheSettings(
  mode: Mode,
  rest: Partial<SettingsValue['cache']> = {},
): SettingsValue['cache'] {
  return { ...defaultSettings.cache, models: { [model]: mode, coupled: mode, pinned: mode }, ...rest };
}

/** An engine whose models have their cache in this mode. */
export async function startCached(
  mode: Mode,
  {
    rest = {},
    resultStore,
  }: { rest?: Partial<SettingsValue['cache']>; resultStore?: MemoryResultStore } = {},
): Promise<CachedWorld> {
  const engine = startTestEngine({
    stored: { cache: cacheSettings(mode, rest) },
    ...(resultStore === undefined ? {} : { resultStore }),
  });
  const page = engine.connect();
  for (const name of [model, 'coupled', 'pinned']) void page.control.loadModel(name);
  await engine.clock.advance(ample);
  const answerOf = (id: number): SeenAnswer | undefined => {
    const answers = page.answers.get(id) ?? [];
    expect(answers.length).toBeLessThanOrEqual(1);
    return answers[0];
  };
  return {
    ...engine,
    page,
    answerOf,
    runs: () => engine.factory.posted.filter((job) => job.model === model).length,
    ask: async (rows, options) => {
      const id = page.infer(model, rows, options);
      await engine.clock.advance(ample);
      return answerOf(id) as SeenAnswer;
    },
  };
}

/** What the request's first output, or its scores, hold. */
export function valuesOf({ outputs, scores }: SeenAnswer): readonly number[] {
  return [...(scores ?? (outputs?.['y']?.data as Float32Array))];
}
