import { createStore } from 'zustand/vanilla';
import { sampleSentences } from '../playground/sampleSentences.ts';
import { predict } from '../predict.ts';
import { appStore } from '../store.ts';
import { sampleDigit } from './sampleDigit.ts';

interface SampleState {
  readonly kind: 'idle' | 'sending' | 'done';
  readonly settledCount: number;
  readonly totalCount: number;
}

/** Together 720 sentences in 8 seconds: enough within a window of 10 seconds for a p99 that stands. */
const waveCount = 40;
const sentencesPerWave = 18;
const betweenWavesMs = 200;

export const sampleStore = createStore<SampleState>()(() => ({
  kind: 'idle',
  settledCount: 0,
  totalCount: 0,
}));

function countSettled(): void {
  sampleStore.setState(({ settledCount }) => ({ settledCount: settledCount + 1 }));
}

/** Sends waves of requests past the cache; how they fare is for the metrics to tell. Never rejects. */
export async function sendSampleRequests(): Promise<void> {
  const hasDigits = appStore.getState().loads['digits']?.kind === 'ready';
  const perWave = sentencesPerWave + (hasDigits ? 1 : 0);
  sampleStore.setState({ kind: 'sending', settledCount: 0, totalCount: waveCount * perWave });
  const sent: Promise<void>[] = [];
  for (let wave = 0; wave < waveCount; wave++) {
    for (let index = 0; index < sentencesPerWave; index++) {
      const sentence = sampleSentences[(wave + index) % sampleSentences.length]?.text ?? '';
      sent.push(predict('language-id', sentence, { cache: 'bypass' }).then(countSettled, countSettled));
    }
    if (hasDigits) {
      sent.push(predict('digits', sampleDigit(wave), { cache: 'bypass' }).then(countSettled, countSettled));
    }
    await new Promise((resolve) => setTimeout(resolve, betweenWavesMs));
  }
  await Promise.all(sent);
  sampleStore.setState({ kind: 'done' });
}
