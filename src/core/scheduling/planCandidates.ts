import type { VersionConfig } from '../repository/modelConfig.ts';
import type { RunChoice } from './calibration.ts';

export interface CandidatePlan extends RunChoice {
  readonly accuracy?: number;
  /** Why it is not even measured. */
  readonly refusal?: string;
}

export interface PlanOptions {
  /** What runs without a calibration. */
  readonly safe: RunChoice;
  readonly threadCounts: readonly number[];
  /** Whether the browser gives a WebGPU adapter. */
  readonly hasAdapter: boolean;
  readonly accuracyBudget?: number;
}

const defaultAccuracyBudget = 0.005;
const shareOfCores = 0.5;

/** One thread, two, and half of the cores, as far as the page may have threads and the cores go round. */
export function listThreadCounts({
  cores,
  isIsolated,
}: {
  readonly cores: number;
  readonly isIsolated: boolean;
}): readonly number[] {
  if (!isIsolated) return [1];
  const counts = [1, 2, Math.floor(cores * shareOfCores)].filter((count) => count >= 1 && count <= cores);
  return [...new Set(counts)].toSorted((left, right) => left - right);
}

/**
 * Every way in which a version could run: its variants on WebAssembly with each number of threads and on WebGPU, the safe default
 * first, the default variant before others. A variant whose stated accuracy is worse than the default's by more than the budget, or
 * is not stated while the default's is, is listed with that as its refusal.
 */
export function planCandidates(version: VersionConfig, options: PlanOptions): readonly CandidatePlan[] {
  const { safe, threadCounts, hasAdapter } = options;
  const own = version.variants.find(({ name }) => name === version.default);
  const variants = version.variants.toSorted((left, right) => Number(right === own) - Number(left === own));
  const plans = variants.flatMap(({ name, accuracy }): readonly CandidatePlan[] => {
    const refusal = refuseAccuracy(accuracy, own?.accuracy, options);
    const shared = {
      variant: name,
      ...(accuracy === undefined ? {} : { accuracy }),
      ...(refusal === undefined ? {} : { refusal }),
    };
    const wasm = threadCounts.map((threads) => ({ ...shared, backend: 'wasm' as const, threads }));
    const noAdapter = hasAdapter ? {} : { refusal: 'the browser gives no WebGPU adapter' };
    const webgpu = { ...noAdapter, ...shared, backend: 'webgpu' as const, threads: 1 };
    return refusal === undefined ? [...wasm, webgpu] : [wasm[0] as CandidatePlan];
  });
  const isSafe = (plan: RunChoice): boolean =>
    plan.variant === safe.variant && plan.backend === safe.backend && plan.threads === safe.threads;
  const first = plans.find(isSafe) ?? safe;
  return [first, ...plans.filter((plan) => !isSafe(plan))];
}

function refuseAccuracy(
  accuracy: number | undefined,
  wanted: number | undefined,
  { accuracyBudget = defaultAccuracyBudget }: PlanOptions,
): string | undefined {
  if (wanted === undefined) return undefined;
  if (accuracy === undefined) return 'its accuracy is not stated';
  const loss = wanted - accuracy;
  // Stated figures are decimal: their difference is not exact.
  return loss <= accuracyBudget + 1e-9
    ? undefined
    : `its stated accuracy of ${accuracy} is ${loss.toFixed(4)} below the default's, the budget is ${accuracyBudget}`;
}
