import { featureKinds } from '../tasks/extractFeatures.ts';
import type { FeaturePreprocessing, Preprocessing } from './modelConfig.ts';

/** Whether a model takes text as hashed features. */
export function isFeaturePreprocessing(
  preprocessing: Preprocessing | undefined,
): preprocessing is FeaturePreprocessing {
  return (featureKinds as readonly (string | undefined)[]).includes(preprocessing?.kind);
}
