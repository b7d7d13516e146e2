import type { InstanceSpec } from '../core/ports.ts';
import type { GoldenCase } from '../core/repository/goldenCase.ts';
import type { ModelConfig, VersionConfig } from '../core/repository/modelConfig.ts';
import {
  chooseCandidate,
  gainOf,
  judgeCandidates,
  mergeCurves,
  nameOf,
  type Calibration,
  type CalibrationCandidate,
} from '../core/scheduling/calibration.ts';
import { listThreadCounts, planCandidates, type CandidatePlan } from '../core/scheduling/planCandidates.ts';
import { makeInstanceSpec } from './makeInstanceSpec.ts';
import { makeReference } from './makeReference.ts';
import { measureTrial, type TrialPorts } from './measureTrial.ts';
import { safeChoice, type SpecSources } from './specFor.ts';

export type CalibrationPorts = SpecSources & TrialPorts;

/** What is not measured within this time stays so. */
const budgetMs = 90_000;
/** A backend that takes so many times as long for one variant is not tried with the others. */
const hopelessTimes = 4;
const mostRows = 32;

/** Tries every way to run a version, one after the other, each in a worker of its own, and chooses by the figures. */
export async function calibrateVersion(
  config: ModelConfig,
  version: VersionConfig,
  ports: CalibrationPorts,
  pause: () => Promise<void> = () => Promise.resolve(),
): Promise<Calibration> {
  let endAt = ports.clock.now() + budgetMs;
  const { accuracyBudget } = config;
  const { cores } = ports;
  // Whatever the settings ask for now: the verdict holds for others too.
  const safe = safeChoice(version, {
    ...ports,
    getSettings: () => ({ ...ports.getSettings(), ...automatic }),
  });
  const plans = planCandidates(version, {
    safe,
    threadCounts: listThreadCounts(ports),
    hasAdapter: (await ports.probe.readAdapter()) !== undefined,
    ...(accuracyBudget === undefined ? {} : { accuracyBudget }),
  });
  const trials = new Trials(config, version, ports);
  const measured: CalibrationCandidate[] = [];
  for (const plan of plans) {
    const pauseAt = ports.clock.now();
    await pause();
    endAt += ports.clock.now() - pauseAt;
    const isOver = ports.clock.now() > endAt;
    const refusal = plan.refusal ?? (isOver ? 'there was no time left to measure it' : undefined);
    measured.push(await trials.measure({ ...plan, ...refuse(refusal ?? findHopeless(plan, measured)) }));
  }
  const candidates = measured as [CalibrationCandidate, ...CalibrationCandidate[]];
  const winner = chooseCandidate(candidates, { cores });
  const [first] = candidates;
  if (winner !== undefined && winner !== first && first.ok) {
    // One measurement among other work may be luck.
    for (const candidate of [first, winner]) {
      await pause();
      const again = await trials.measure(candidate);
      if (!again.ok) candidates[candidates.indexOf(candidate)] = again;
      else
        candidates[candidates.indexOf(candidate)] = {
          ...candidate,
          curve: mergeCurves(candidate.curve, again.curve),
        };
    }
  }
  return judgeCandidates({ model: config.name, version: version.version }, candidates, { cores });
}

const automatic = { backend: 'auto', instances: 'auto' } as const;

function refuse(refusal: string | undefined): Pick<CandidatePlan, 'refusal'> {
  return refusal === undefined ? {} : { refusal };
}

/** Why another variant need not be tried on a backend that was tried before. */
function findHopeless(plan: CandidatePlan, measured: readonly CalibrationCandidate[]): string | undefined {
  const [safe] = measured;
  const before = measured.find(({ backend }) => backend === plan.backend && backend !== safe?.backend);
  if (safe?.ok !== true || before === undefined || before.variant === plan.variant) return undefined;
  if (!before.ok) return `${nameOf(before)} does not work here`;
  const times = 1 / gainOf(safe, before, { cores: 1 });
  return times >= hopelessTimes
    ? `${nameOf(before)} took ${times.toPrecision(2)} times as long as ${nameOf(safe)}`
    : undefined;
}

/** Trials of one version; the first that works tells the others what is right, where nothing else does. */
class Trials {
  readonly #config: ModelConfig;
  readonly #version: VersionConfig;
  readonly #ports: CalibrationPorts;
  #reference: GoldenCase | undefined;

  constructor(config: ModelConfig, version: VersionConfig, ports: CalibrationPorts) {
    this.#config = config;
    this.#version = version;
    this.#ports = ports;
  }

  async measure(plan: CandidatePlan): Promise<CalibrationCandidate> {
    const { variant, backend, threads, accuracy, refusal } = plan;
    const stated = accuracy === undefined ? {} : { accuracy };
    if (refusal !== undefined)
      return { variant, backend, threads, ...stated, ok: false, error: refusal, curve: [] };
    const spec = await makeInstanceSpec(this.#config, this.#version, this.#ports.reader, plan);
    const golden = spec.golden ?? this.#reference;
    const trial: InstanceSpec = {
      ...spec,
      maxBatch: Math.min(spec.maxBatch, mostRows),
      ...(golden === undefined ? {} : { golden }),
    };
    const candidate = await measureTrial(trial, this.#ports, async (instance, report) => {
      if (golden === undefined) this.#reference = await makeReference(instance, report);
    });
    return { ...candidate, ...stated };
  }
}
