import type { LoadPlan, LoadScenario } from '../../client/index.ts';
import { scenarioOf, scenarios } from './scenarios.ts';

export const opponents = ['nearside', 'naive', 'both'] as const;

/** Who is put under load; `both`: one after the other. */
export type Opponent = (typeof opponents)[number];

/** The form as it stands; numbers are text as typed, empty where the default is wanted. */
export interface Draft {
  readonly model: string;
  readonly scenario: LoadScenario;
  readonly target: Opponent;
  readonly seconds: string;
  readonly rate: string;
  readonly concurrency: string;
  readonly sloMs: string;
  readonly seed: string;
  readonly distinctInputs: string;
  readonly cache: 'bypass' | 'use';
}

export const initialDraft: Draft = {
  model: 'language-id',
  scenario: 'server',
  target: 'nearside',
  seconds: '10',
  rate: '200',
  concurrency: '',
  sloMs: '100',
  seed: '1',
  distinctInputs: '',
  cache: 'bypass',
};

const numberFields = ['seconds', 'rate', 'concurrency', 'sloMs', 'seed', 'distinctInputs'] as const;

/** The draft with another scenario; a search measures its first rate unless it is told one. */
export function withScenario(draft: Draft, scenario: LoadScenario): Draft {
  if (scenario === draft.scenario) return draft;
  if (scenario === 'find-peak') return { ...draft, scenario, rate: '' };
  return { ...draft, scenario, rate: draft.rate === '' ? initialDraft.rate : draft.rate };
}

/** The draft of a link such as `#/load?scenario=server&model=digits&rate=50`; what a link does not say stays as in `base`. */
export function parseDraft(hash: string, base: Draft): Draft {
  const query = new URLSearchParams(hash.includes('?') ? hash.slice(hash.indexOf('?')) : '');
  const scenario = scenarios.find(({ id }) => id === query.get('scenario'))?.id ?? base.scenario;
  const draft: { -readonly [Key in keyof Draft]: Draft[Key] } = { ...withScenario(base, scenario) };
  const model = query.get('model');
  if (model !== null && model !== '') draft.model = model;
  const target = opponents.find((one) => one === query.get('target'));
  if (target !== undefined) draft.target = target;
  const cache = query.get('cache');
  if (cache === 'use' || cache === 'bypass') draft.cache = cache;
  for (const field of numberFields) {
    const value = query.get(field);
    if (value !== null && (value === '' || Number.isFinite(Number(value)))) draft[field] = value;
  }
  return draft;
}

/** The link of a draft; inverse of {@link parseDraft}. Fields of other scenarios are left out. */
export function formatDraft(draft: Draft): string {
  const query = new URLSearchParams({ model: draft.model, scenario: draft.scenario, target: draft.target });
  for (const field of numberFields) if (isShown(field, draft.scenario)) query.set(field, draft[field]);
  query.set('cache', draft.cache);
  return `#/load?${query.toString()}`;
}

/** The plans of a draft in the order in which they run; an impossible number is left to the load lab to refuse. */
export function plansOf(draft: Draft): readonly LoadPlan[] {
  const plan: { -readonly [Key in keyof LoadPlan]: LoadPlan[Key] } = {
    model: draft.model,
    scenario: draft.scenario,
    seconds: Number(draft.seconds),
    options: { cache: draft.cache },
  };
  for (const field of numberFields) {
    if (draft[field] !== '' && isShown(field, draft.scenario)) plan[field] = Number(draft[field]);
  }
  const targets = draft.target === 'both' ? (['nearside', 'naive'] as const) : [draft.target];
  return targets.map((target) => ({ ...plan, target }));
}

function isShown(field: (typeof numberFields)[number], scenario: LoadScenario): boolean {
  if (field !== 'rate' && field !== 'concurrency' && field !== 'sloMs') return true;
  return scenarioOf(scenario).fields.includes(field);
}
