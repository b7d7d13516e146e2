import { expect, test } from 'vitest';
import type { TraceSource } from '../core/protocol/inference.ts';
import type { AnswerLead } from './clientMessages.ts';
import { leadFrom } from './leadFrom.ts';

function makeLead(key: string): AnswerLead {
  const [model = '', version = ''] = key.split('/');
  return {
    key,
    labels: [],
    trace: { model, version, variant: 'int8', backend: 'wasm', source: 'local', reason: 'asked' },
  };
}

const leads = [makeLead('digits/1'), makeLead('language-id/2')] as const;

test.each<[AnswerLead, TraceSource, Parameters<typeof leadFrom>[2], string, AnswerLead['trace']['reason']]>([
  [leads[0], 'store', {}, 'digits/1/store/1', undefined],
  [leads[0], 'store', {}, 'digits/1/store/1', undefined],
  [leads[0], 'memory', {}, 'digits/1/memory/1', undefined],
  [leads[1], 'memory', {}, 'language-id/2/memory/2', undefined],
  [leads[1], 'memory', { version: '3' }, 'language-id/2/memory/3', undefined],
  [leads[1], 'remote', { version: '3', reason: 'asked' }, 'language-id/2/remote/3/asked', 'asked'],
  [leads[1], 'remote', { version: '3' }, 'language-id/2/remote/3', undefined],
  [leads[0], 'store', {}, 'digits/1/store/1', undefined],
])('answer %# says its own, whatever was said before', (lead, source, more, key, reason) => {
  const { model, version } = lead.trace;
  const own = leadFrom(lead, source, more);
  expect(own).toMatchObject({ key, trace: { model, version: more?.version ?? version, source } });
  expect(own.trace.reason).toBe(reason);
});

test('what an answer says that comes as its lead does is the lead', () => {
  expect(leadFrom(leads[0], 'local')).toBe(leads[0]);
});
