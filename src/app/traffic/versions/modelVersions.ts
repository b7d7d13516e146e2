import type {
  MetricsSnapshot,
  ModelStatus,
  RemoteDescription,
  RoutingStatus,
  VersionAnswers,
  VersionStatus,
} from '../../../client/index.ts';
import { sumSplit } from '../sumSplit.ts';

/** One version of a model as traffic meets it. */
export interface VersionRow {
  /** Empty for answers of an endpoint that named none. */
  readonly version: string;
  /** Absent for what is not here. */
  readonly status?: VersionStatus;
  readonly isDefault: boolean;
  /** It is here, and the policy leaves it out. */
  readonly isExcluded: boolean;
  readonly answers: VersionAnswers;
  /** Of the model's answers of the last seconds; null where there were none. */
  readonly share: number | null;
  /** Whether the endpoint lists it; undefined where it does not say. */
  readonly isThere: boolean | undefined;
}

export interface ModelVersions {
  readonly model: ModelStatus;
  readonly described: RemoteDescription;
  /** The highest version first. */
  readonly rows: readonly VersionRow[];
  /** Whether there is more to say than that there is one version. */
  readonly isWorthShowing: boolean;
}

interface VersionSources {
  readonly models: readonly ModelStatus[];
  readonly answers: MetricsSnapshot['versions'];
  readonly routing: RoutingStatus['models'];
}

const noAnswers: VersionAnswers = {
  recent: { local: 0, remote: 0, cache: 0 },
  total: { local: 0, remote: 0, cache: 0 },
};

/** The versions of every model: those that are here, those that answered, and those that the endpoint lists. */
export function modelVersions({ models, answers, routing }: VersionSources): readonly ModelVersions[] {
  return models.map((model) => {
    const described = routing[model.name]?.described ?? { kind: 'unknown' };
    const rows = rowsOf(model, answers[model.name] ?? {}, described);
    const isAsked = rows.some((row) => sumSplit(row.answers.total) > 0);
    return {
      model,
      described,
      rows,
      isWorthShowing: isAsked || rows.length > 1 || described.kind !== 'unknown',
    };
  });
}

function rowsOf(
  { versionStates = [], excluded = [], defaultVersion }: ModelStatus,
  answers: Readonly<Record<string, VersionAnswers>>,
  described: RemoteDescription,
): readonly VersionRow[] {
  const there = described.kind === 'described' ? described.versions : [];
  const recent = Object.values(answers).reduce((sum, own) => sum + sumSplit(own.recent), 0);
  const names = new Set([
    ...versionStates.map(({ version }) => version),
    ...excluded,
    ...Object.keys(answers),
    ...there,
  ]);
  return [...names]
    .sort((left, right) => Number(right) - Number(left))
    .map((version): VersionRow => {
      const status = versionStates.find((state) => state.version === version);
      const own = answers[version] ?? noAnswers;
      return {
        version,
        ...(status === undefined ? {} : { status }),
        isDefault: version === defaultVersion,
        isExcluded: excluded.includes(version),
        answers: own,
        share: recent === 0 ? null : sumSplit(own.recent) / recent,
        isThere: there.length === 0 ? undefined : there.includes(version),
      };
    });
}
