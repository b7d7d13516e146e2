import type { RepositoryReader } from '../core/ports.ts';
import type { ModelConfig } from '../core/repository/modelConfig.ts';
import { parseModelConfig } from '../core/repository/parseModelConfig.ts';

/** A model's `model.json`, as it was read last. */
export class ModelSource {
  readonly #name: string;
  readonly #reader: RepositoryReader;
  #config: ModelConfig | undefined;
  #reading: Promise<ModelConfig> | undefined;

  constructor(name: string, reader: RepositoryReader) {
    this.#name = name;
    this.#reader = reader;
  }

  /** Undefined before it was read. */
  get config(): ModelConfig | undefined {
    return this.#config;
  }

  /** Reads once, also for callers at the same time; a failure is not kept. */
  async read(): Promise<ModelConfig> {
    return this.#config ?? (await this.refresh());
  }

  /** Reads again; what was known stays where that fails. */
  async refresh(): Promise<ModelConfig> {
    const reading = (this.#reading ??= this.#reader
      .readJson(`${this.#name}/model.json`)
      .then((json) => parseModelConfig(json, this.#name)));
    try {
      this.#config = await reading;
      return this.#config;
    } finally {
      if (this.#reading === reading) this.#reading = undefined;
    }
  }
}
