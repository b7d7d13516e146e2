import type { ModelInspection } from './modelInspection.ts';

/** Begins the URL of bytes that were handed over: they are kept on this device or nowhere. */
export const addedScheme = 'added:';

/** A model that a person added, as it is kept over visits. */
export interface AddedModel {
  readonly name: string;
  /** Its `model.json`, as a repository would have it. */
  readonly description: unknown;
  readonly inspection: ModelInspection;
  /** URLs that its bytes can be had from again, by digest. */
  readonly urls: Readonly<Record<string, string>>;
  /** The files beside it as Blobs, by plain name. */
  readonly files: Readonly<Record<string, object>>;
}

/** Keeps added models over visits, for all tabs of the origin. */
export interface AddedModelStore {
  readAll(): Promise<readonly AddedModel[]>;
  write(model: AddedModel): Promise<void>;
  delete(name: string): Promise<void>;
}
