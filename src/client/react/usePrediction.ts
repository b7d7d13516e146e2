import { useEffect, useState } from 'react';
import type { Prediction } from '../../core/protocol/inference.ts';
import type { PredictValue } from '../nearside.ts';
import { useNearside } from './useNearside.ts';

export interface PredictionState {
  /** The answer to the newest value that was answered; stays while the next one is awaited. */
  readonly prediction?: Prediction;
  /** Why the newest value has no answer: a `NearsideError`. */
  readonly error?: unknown;
  /** Whether the value given now is not answered yet. */
  readonly isPending: boolean;
}

interface Settled {
  readonly model: string;
  readonly value: PredictValue;
  readonly prediction?: Prediction;
  readonly error?: unknown;
}

/**
 * What a model says of a value; asked again whenever the value is another one, and what is then under way is aborted. Values are compared
 * by identity: keep objects and arrays between renders.
 *
 * @param value `undefined` asks nothing
 * @param options.repository base URL of the model repository. @default 'models' under the page's base
 */
export function usePrediction(
  model: string,
  value: PredictValue | undefined,
  options: { readonly repository?: string } = {},
): PredictionState {
  const connection = useNearside(options);
  const [settled, setSettled] = useState<Settled>();
  const nearside = connection.kind === 'open' ? connection.nearside : undefined;

  useEffect(() => {
    if (nearside === undefined || value === undefined) return;
    const controller = new AbortController();
    const { signal } = controller;
    nearside.predict(model, value, { signal }).then(
      (prediction) => {
        if (!signal.aborted) setSettled({ model, value, prediction });
      },
      (error: unknown) => {
        if (!signal.aborted) setSettled({ model, value, error });
      },
    );
    return () => {
      controller.abort();
    };
  }, [nearside, model, value]);

  if (connection.kind === 'failed') return { error: connection.error, isPending: false };
  if (value === undefined || settled?.model !== model) return { isPending: value !== undefined };
  const { prediction, error } = settled;
  return {
    ...(prediction === undefined ? {} : { prediction }),
    ...(error === undefined ? {} : { error }),
    isPending: settled.value !== value,
  };
}
