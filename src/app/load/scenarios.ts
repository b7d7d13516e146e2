import type { LoadScenario } from '../../client/index.ts';

/** Fields of the form that not every scenario has. */
export type ScenarioField = 'rate' | 'concurrency' | 'sloMs';

export interface ScenarioText {
  readonly id: LoadScenario;
  readonly title: string;
  readonly explanation: string;
  readonly fields: readonly ScenarioField[];
}

export const scenarios: readonly ScenarioText[] = [
  {
    id: 'server',
    title: 'Random arrivals',
    explanation:
      'Requests come at random at a steady rate, whatever the answers do, like those of many visitors.',
    fields: ['rate', 'sloMs'],
  },
  {
    id: 'spike',
    title: 'Spike',
    explanation:
      'Random arrivals: a third of the time at the rate, a third at five times that, a third at the rate.',
    fields: ['rate', 'sloMs'],
  },
  {
    id: 'find-peak',
    title: 'Find the peak',
    explanation: 'Searches for the highest rate of random arrivals at which 99 % of requests are in time.',
    fields: ['rate', 'sloMs'],
  },
  {
    id: 'closed-loop',
    title: 'Closed loop',
    explanation: 'A fixed number of requests is outstanding; each answer is followed by another request.',
    fields: ['concurrency', 'sloMs'],
  },
  {
    id: 'single-stream',
    title: 'One at a time',
    explanation: 'Each request is sent when the one before is answered: how fast a quiet page answers.',
    fields: ['sloMs'],
  },
  {
    id: 'offline',
    title: 'Offline',
    explanation:
      'Everything at once, as much as fills the time: how much gets done, however long each takes.',
    fields: [],
  },
];

export function scenarioOf(id: LoadScenario): ScenarioText {
  return scenarios.find((scenario) => scenario.id === id) as ScenarioText;
}
