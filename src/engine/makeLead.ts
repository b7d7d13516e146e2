import type { InstanceReport, InstanceSpec } from '../core/ports.ts';
import type { ModelConfig, VersionConfig } from '../core/repository/modelConfig.ts';
import type { AnswerLead } from './clientMessages.ts';

let leads = 0;

interface Origin {
  readonly config: ModelConfig;
  readonly version: VersionConfig;
  readonly spec: InstanceSpec;
  readonly report: InstanceReport;
}

/** What every answer of a deployment says of itself, under a key of its own. */
export function makeLead({ config, version, spec, report }: Origin): AnswerLead {
  leads += 1;
  return {
    key: `${config.name}@${version.version}#${leads}`,
    labels: config.labels ?? [],
    ...(config.activation === undefined ? {} : { activation: config.activation }),
    trace: {
      model: config.name,
      version: version.version,
      source: 'local',
      reason: 'mode',
      variant: spec.variant,
      backend: report.backend,
    },
  };
}
