import { expose } from 'comlink';
import { extractTextFeatures } from '../../../src/core/tasks/extractTextFeatures.ts';
import { loadSession, ort } from './loadSession.ts';

interface Classified {
  readonly label: string;
  readonly score: number;
}

let session: ort.InferenceSession;
let labels: readonly string[] = [];
const ids = new Int32Array(256);

/** What people write today: one worker, pre-processing and one run a call, labels back as objects. */
const naive = {
  async load(url: string, modelLabels: readonly string[]): Promise<void> {
    session = await loadSession(url);
    labels = modelLabels;
  },
  async predictText(text: string): Promise<readonly Classified[]> {
    const count = extractTextFeatures(text, { bits: 15, nmax: 4 }, ids);
    const input = new ort.Tensor('int32', ids.slice(0, count), [1, count]);
    return rank((await session.run({ ids: input }))['probs']!.data as Float32Array);
  },
  async predictDigit(values: Float32Array): Promise<readonly Classified[]> {
    const input = new ort.Tensor('float32', values, [1, 1, 28, 28]);
    return rank((await session.run({ x: input }))['probs']!.data as Float32Array);
  },
};

function rank(scores: Float32Array): readonly Classified[] {
  return Array.from(scores, (score, index) => ({ label: labels[index]!, score })).sort(
    (a, b) => b.score - a.score,
  );
}

export type Naive = typeof naive;

expose(naive);
