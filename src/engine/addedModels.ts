import { NearsideError } from '../core/errors.ts';
import type { RepositoryReader } from '../core/ports.ts';
import type { AddedModel, AddedModelStore } from '../core/repository/addedModel.ts';
import { applyOptions } from '../core/repository/applyOptions.ts';
import { describeAdded } from '../core/repository/describeAdded.ts';
import type { ModelInspection } from '../core/repository/modelInspection.ts';
import type { LoadProgress } from '../core/repository/modelStatus.ts';
import type { ModelTrial, TrialReport } from '../core/repository/modelTrial.ts';
import { labelsFile, parseLabels } from '../core/repository/parseLabels.ts';
import { parseModelConfig } from '../core/repository/parseModelConfig.ts';
import { readDescribed } from '../core/repository/readDescribed.ts';
import { createAddedReader } from './addedReader.ts';
import { planAdd, type AddSource } from './planAdd.ts';

export interface AddedModelsPorts {
  readonly trial: ModelTrial;
  readonly store: AddedModelStore;
  /** Tells the other engines of the origin that the added models changed. */
  readonly announce: () => void;
}

export interface AddedModelsHost {
  /** Against which relative URLs resolve. */
  readonly pageUrl: string;
  isTaken(name: string): boolean;
  /** Serves a model from a repository of its own. */
  open(name: string, reader: RepositoryReader): Promise<void>;
  /** Serves it by its description as it is now; what waits or runs ends as it began. */
  reopen(name: string): Promise<void>;
  /** Stops serving it. */
  close(name: string): Promise<void>;
  onProgress(progress: LoadProgress): void;
}

/** Who asks for a model to be added. */
export interface AddCall {
  /** What {@link AddedModels.cancel} names it by. */
  readonly id?: string;
  /** Against which its relative URLs resolve. @default the engine's page */
  readonly pageUrl?: string;
}

/** Models that people brought: tried, kept over visits, served like those of the repository. */
export class AddedModels {
  readonly #ports: AddedModelsPorts;
  readonly #host: AddedModelsHost;
  readonly #models = new Map<string, AddedModel>();
  readonly #underWay = new Map<string, AbortController>();

  constructor(ports: AddedModelsPorts, host: AddedModelsHost) {
    this.#ports = ports;
    this.#host = host;
  }

  find(name: string): AddedModel | undefined {
    return this.#models.get(name);
  }

  /** Brings what is served in line with what is kept: at the start, and when another tab changed it. Rejects with what the store does. */
  async restore(): Promise<void> {
    const kept = new Map((await this.#ports.store.readAll()).map((model) => [model.name, model] as const));
    for (const [name, model] of this.#models) {
      const other = kept.get(name);
      if (other?.inspection.digest === model.inspection.digest) {
        if (isDescribedAs(other, model)) continue;
        this.#models.set(name, other);
        await this.#host.reopen(name);
        continue;
      }
      this.#models.delete(name);
      await this.#host.close(name);
    }
    for (const [name, model] of kept) {
      if (this.#models.has(name) || this.#host.isTaken(name)) continue;
      await this.#open(model);
    }
  }

  /** Tries a model and serves it from then on; gives its name. */
  async add(source: AddSource, config: unknown, { id, pageUrl }: AddCall = {}): Promise<string> {
    const { options, request } = planAdd(source, config, pageUrl ?? this.#host.pageUrl);
    const { name } = request;
    if (this.#host.isTaken(name) || this.#underWay.has(name)) {
      throw new NearsideError(
        'bad-input',
        `Expected a name that is not in use, got ${JSON.stringify(name)}.`,
      );
    }
    const abort = new AbortController();
    this.#underWay.set(name, abort);
    if (id !== undefined) this.#underWay.set(id, abort);
    try {
      const report = await this.#ports.trial.run(request, {
        signal: abort.signal,
        onProgress: (progress) => {
          this.#host.onProgress(progress);
        },
      });
      const labels = options.labels ?? (await readLabels(report.files));
      const said = labels === undefined ? options : { ...options, labels };
      const model: AddedModel = {
        name,
        description: describeAdded(name, said, report),
        inspection: report.inspection,
        urls: urlsOf(report),
        files: report.files,
      };
      parseModelConfig(model.description, name);
      await this.#keep(model);
      await this.#open(model, report.unkept);
      return name;
    } finally {
      this.#underWay.delete(name);
      if (id !== undefined) this.#underWay.delete(id);
    }
  }

  /**
   * Says something else of a model that was added: keys that are left out stay, null takes back what was said. Rejects with `bad-input`
   * for values that are out of range, another name, and models that were not added; nothing is then changed.
   */
  async configure(name: string, patch: unknown): Promise<void> {
    const model = this.#expect(name);
    const { said, ...report } = readDescribed(model);
    const next: AddedModel = {
      ...model,
      description: describeAdded(name, applyOptions(said, patch), report),
    };
    parseModelConfig(next.description, name);
    await this.#keep(next);
    this.#models.set(name, next);
    await this.#host.reopen(name);
  }

  cancel(id: string): void {
    this.#underWay.get(id)?.abort(new NearsideError('closed', 'The model was not added: it was called off.'));
  }

  /** Rejects with `bad-input` for a model that was not added. */
  async remove(name: string): Promise<void> {
    const model = this.#expect(name);
    this.#models.delete(name);
    await this.#host.close(name);
    await this.#ports.store.delete(name);
    this.#ports.announce();
    const inUse = new Set([...this.#models.values()].flatMap(digestsOf));
    await this.#ports.trial.forget(digestsOf(model).filter((digest) => !inUse.has(digest)));
  }

  /** What a file says of itself; it is neither run nor kept. */
  async inspect(source: AddSource, config: unknown, { pageUrl }: AddCall = {}): Promise<ModelInspection> {
    const named = { name: 'model', ...(config as object | undefined) };
    const { request } = planAdd(source, named, pageUrl ?? this.#host.pageUrl);
    return await this.#ports.trial.inspect(request);
  }

  async #open(model: AddedModel, unkept?: Readonly<Record<string, object>>): Promise<void> {
    const { name } = model;
    this.#models.set(name, model);
    // Read when it is asked for: what is said of the model may change while it is served.
    await this.#host.open(
      name,
      createAddedReader(() => this.#models.get(name) ?? model, unkept),
    );
  }

  #expect(name: string): AddedModel {
    const model = this.#models.get(name);
    if (model !== undefined) return model;
    throw new NearsideError('bad-input', `Expected a model that was added, got ${JSON.stringify(name)}.`);
  }

  /** A device that keeps nothing serves the model until the page ends. */
  async #keep(model: AddedModel): Promise<void> {
    try {
      await this.#ports.store.write(model);
      this.#ports.announce();
    } catch {
      // It is served all the same.
    }
  }
}

function isDescribedAs(one: AddedModel, other: AddedModel): boolean {
  return JSON.stringify(one.description) === JSON.stringify(other.description);
}

async function readLabels(files: TrialReport['files']): Promise<readonly string[] | undefined> {
  const file = files[labelsFile] as Blob | undefined;
  return file === undefined ? undefined : parseLabels(await file.text());
}

function urlsOf({ url, inspection, external }: TrialReport): Readonly<Record<string, string>> {
  const own = url === undefined ? [] : [[inspection.digest, url] as const];
  const beside = external.flatMap((file) =>
    file.url === undefined ? [] : [[file.sha256, file.url] as const],
  );
  return Object.fromEntries([...own, ...beside]);
}

function digestsOf({ inspection, description, name }: AddedModel): readonly string[] {
  const { added } = parseModelConfig(description, name);
  const unlocked = added?.unlocked === undefined ? [] : [added.unlocked.sha256];
  return [inspection.digest, ...unlocked, ...(added?.external ?? []).map(({ sha256 }) => sha256)];
}
