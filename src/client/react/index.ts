export { useNearside, type NearsideState } from './useNearside.ts';
export { usePrediction, type PredictionState } from './usePrediction.ts';
