import type { PredictValue, Prediction, RequestOptions } from '../client/index.ts';
import { describeFailure } from './failure.ts';
import { recordClosed } from './store.ts';

/** Asks the page's engine, once it is connected. */
export async function predict(
  model: string,
  value: PredictValue,
  options: RequestOptions = {},
): Promise<Prediction> {
  const nearside = await window.nearside;
  options.signal?.throwIfAborted();
  try {
    return await nearside.predict(model, value, options);
  } catch (error) {
    if (describeFailure(error).code === 'closed') recordClosed();
    throw error;
  }
}

export type Predict = typeof predict;
