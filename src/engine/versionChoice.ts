import type { ModelConfig, VersionConfig } from '../core/repository/modelConfig.ts';
import { pickVersion } from '../core/repository/pickVersion.ts';
import { allowVersions, defaultVersionPolicy, type VersionPolicy } from '../core/repository/versionPolicy.ts';
import type { SettingsValue } from '../core/settings/settingsValue.ts';
import type { LoadedVersion } from './loadedVersion.ts';
import type { ModelSource } from './modelSource.ts';

/** Which versions of a model may serve, and which one shall: the highest, but for those that were rolled back. */
export class VersionChoice {
  readonly #source: ModelSource;
  readonly #getSettings: () => SettingsValue;
  readonly #withdrawn = new Set<string>();

  constructor(source: ModelSource, getSettings: () => SettingsValue) {
    this.#source = source;
    this.#getSettings = getSettings;
  }

  /** What the policy allows of the versions that are known, the highest first. */
  get allowed(): readonly string[] {
    const { config } = this.#source;
    if (config === undefined) return [];
    return allowVersions(
      config.versions.map(({ version }) => version),
      this.#policyOf(config),
    );
  }

  get policy(): VersionPolicy | undefined {
    const { config } = this.#source;
    return config === undefined ? undefined : this.#policyOf(config);
  }

  /** What the next load brings where none is named. */
  get next(): string | undefined {
    return this.#standing[0] ?? this.allowed[0];
  }

  /** Versions that are known and not allowed, the highest first. */
  get excluded(): readonly string[] {
    const { allowed } = this;
    const known = this.#source.config?.versions.map(({ version }) => version) ?? [];
    return allowVersions(known, defaultVersionPolicy).filter((version) => !allowed.includes(version));
  }

  /** The named version, or the one that shall serve; rejects with `not-found`. */
  async pick(version?: string): Promise<VersionConfig> {
    return this.#pickFrom(await this.#source.read(), version);
  }

  /** As {@link pick}, but a version that is not known is looked for in the repository before. */
  async pickAsked(version?: string): Promise<VersionConfig> {
    const config = await this.#source.read();
    const isKnown = version === undefined || config.versions.some((entry) => entry.version === version);
    return this.#pickFrom(isKnown ? config : await this.#source.refresh(), version);
  }

  /** The version that could serve in place of `serving`: a higher one, or the same with other bytes. */
  offerFor(serving: LoadedVersion | undefined): string | undefined {
    const { config } = this.#source;
    if (serving === undefined || config === undefined) return undefined;
    const [highest] = this.#standing;
    const offered = config.versions.find(({ version }) => version === highest);
    const own = serving.version.version;
    if (offered === undefined || Number(offered.version) < Number(own)) return undefined;
    return offered.version === own && !isChanged(offered, serving) ? undefined : offered.version;
  }

  /** It is taken again only when it is named. */
  withdraw(version: string): void {
    this.#withdrawn.add(version);
  }

  restore(version: string): void {
    this.#withdrawn.delete(version);
  }

  get #standing(): readonly string[] {
    return this.allowed.filter((version) => !this.#withdrawn.has(version));
  }

  #pickFrom(config: ModelConfig, version: string | undefined): VersionConfig {
    return pickVersion(config, version, { policy: this.#policyOf(config), withdrawn: this.#withdrawn });
  }

  #policyOf(config: ModelConfig): VersionPolicy {
    const { versions } = this.#getSettings();
    const own = Object.hasOwn(versions, config.name) ? versions[config.name] : undefined;
    return own ?? config.versionPolicy ?? defaultVersionPolicy;
  }
}

function isChanged({ variants }: VersionConfig, { version }: LoadedVersion): boolean {
  return version.variants.some(
    ({ name, sha256 }) => variants.find((variant) => variant.name === name)?.sha256 !== sha256,
  );
}
