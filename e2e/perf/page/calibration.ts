import { connectLoaded, type Figures } from './scenario.ts';

const models = ['language-id', 'digits', 'review-sentiment'] as const;

/** What measuring all ways to run each built-in model takes, and how many ways those are. */
export async function runCalibration(): Promise<Figures> {
  const metrics: Record<string, number> = {};
  for (const model of models) {
    const { nearside } = await connectLoaded(model);
    const startAt = performance.now();
    const { candidates } = await nearside.models.calibrate(model);
    metrics[`${model} ms`] = performance.now() - startAt;
    metrics[`${model} candidates`] = candidates.length;
    metrics[`${model} measured`] = candidates.filter(({ curve }) => curve.length > 0).length;
  }
  return { metrics, ratios: {}, samples: models.length };
}
