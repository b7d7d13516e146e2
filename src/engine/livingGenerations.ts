import type { ModelConfig } from '../core/repository/modelConfig.ts';
import { generationOf } from './signEngineRequest.ts';

/** The generations of results that a model can still meet: those of every variant of every version it lists. */
export function livingGenerations(config: ModelConfig): ReadonlySet<string> {
  return new Set(
    config.versions.flatMap(({ variants }) => variants.map(({ sha256 }) => generationOf(sha256, config))),
  );
}
