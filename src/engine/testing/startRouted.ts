import { expect } from 'vitest';
import { defaultSettings, type SettingsValue } from '../../core/settings/settingsValue.ts';
import {
  startTestEngine,
  type Judge,
  type SeenAnswer,
  type TestEngine,
  type TestPage,
} from './startTestEngine.ts';

const remote = { url: 'https://there.test' };
const cache = { ...defaultSettings.cache, enabled: false };

export interface RoutedWorld extends TestEngine {
  readonly page: TestPage;
  readonly ask: (options?: Parameters<TestPage['infer']>[2], model?: string) => Promise<SeenAnswer>;
}

interface RoutedOptions {
  readonly isLoaded?: boolean;
  readonly model?: string;
  readonly judge?: Judge | undefined;
}

/** An engine with an endpoint that the person agreed to, without a cache, its model loaded. */
export async function startRouted(
  settings: Partial<SettingsValue>,
  { isLoaded = true, model = 'wide', judge }: RoutedOptions = {},
): Promise<RoutedWorld> {
  const world = startTestEngine({ stored: { remote, remoteConsent: true, cache, ...settings } });
  const page = world.connect(judge);
  await world.clock.advance(1);
  if (isLoaded) {
    const loading = page.control.loadModel(model);
    await world.clock.advance(100);
    await loading;
  }
  let value = 1;
  const ask: RoutedWorld['ask'] = async (options = {}, name = model) => {
    value += 1;
    const id = page.infer(name, [[value, 0, 0]], options);
    // A long chain of promises settles over several steps.
    for (const ms of [0, 0, 10, 20, 20, 50, 100, 200, 20_000, 20_000, 20_000]) await world.clock.advance(ms);
    const [answer, ...more] = page.answers.get(id) ?? [];
    expect(more).toEqual([]);
    if (answer === undefined) throw new Error('There is no answer.');
    if (answer.outputs !== undefined) expect(answer.outputs['z']?.data).toEqual(Int32Array.of(value));
    return answer;
  };
  return { ...world, page, ask };
}

/** Where an answer came from and why, or the code of the error. */
export function wayOf({ trace, error }: SeenAnswer): string {
  return trace === undefined ? (error?.code ?? 'nothing') : `${trace.source} ${trace.reason ?? ''}`;
}
