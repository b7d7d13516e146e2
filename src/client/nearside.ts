import type { AddOptions } from '../core/repository/addOptions.ts';
import type { ModelInspection } from '../core/repository/modelInspection.ts';
import type { CacheFilter } from '../core/caching/cachedResult.ts';
import type { InferRequest, InferResponse, Prediction, RequestOptions } from '../core/protocol/inference.ts';
import type { Tensor } from '../core/protocol/tensor.ts';
import type { LoadProgress, ModelStatus } from '../core/repository/modelStatus.ts';
import type { Calibration } from '../core/scheduling/calibration.ts';
import type { Verdict } from '../core/scheduling/keptVerdict.ts';
import type { BeforeSend } from '../core/routing/outgoingRequest.ts';
import type { RemoteVerdict } from '../core/routing/remoteVerdict.ts';
import type { RoutingStatus } from '../core/routing/routingStatus.ts';
import type { RemoteSettings, SettingsValue } from '../core/settings/settingsValue.ts';
import type { CacheStats } from '../engine/cacheStats.ts';
import type { Remains, StorageUsage } from './originStorage.ts';
import type { MetricsSnapshot } from '../core/telemetry/metricsSnapshot.ts';
import type { LoadLab } from './load/loadLab.ts';

/** Text, an image, one row of numbers, or a record of input names to values. */
export type PredictValue =
  | string
  | ImageData
  | ImageBitmap
  | Blob
  | Float32Array
  | readonly number[]
  | Readonly<Record<string, unknown>>;

export interface ConnectOptions {
  /** Base URL of the model repository. @default 'models' under the app's base */
  readonly repository?: string;
  readonly remote?: RemoteSettings | null;
  /**
   * Address of Nearside's service worker on this origin. With it all tabs of the origin share one engine, and `/v2` is answered when the
   * connection is there. @default none: this page has an engine of its own
   */
  readonly serviceWorkerUrl?: string;
  /**
   * Asked before each inference of this connection leaves the device for an endpoint, whatever the mode, as a hedge or a fallback too:
   * may change its inputs, or refuse it by null or an error. What is refused is answered here; where the endpoint is the only way, the
   * request rejects with `consent`, or with `bad-input` for tensors that the model does not take. @default none: nothing is asked
   */
  readonly beforeSend?: BeforeSend;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LoadProgress) => void;
}

export interface AddModelOptions {
  readonly signal?: AbortSignal;
  /** Called with each step: download, verify, create, warm. */
  readonly onProgress?: (progress: LoadProgress) => void;
}

/** Bytes, or a URL: relative ones resolve against the page, `hf:owner/name` is a repository of the hub. */
export type ModelSource = File | Blob | ArrayBuffer | string;

/** What is said of a model that is added, and what lies beside it. */
export interface AddModelConfig extends AddOptions {
  /** External data, labels.txt, tokenizer.json, config.json by plain name. A text is what the file holds where it reads like JSON or has several lines, else its URL. */
  readonly files?: Readonly<Record<string, Blob | ArrayBuffer | string>>;
}

/** What is said anew of a model that was added: null takes back what was said, so that it is found out. */
export type ModelChange = {
  readonly [Key in Exclude<keyof AddOptions, 'name'>]?: AddOptions[Key] | null;
};

export interface Models {
  list(): Promise<readonly ModelStatus[]>;
  /**
   * Tries a model where it can do no harm, keeps it over visits and serves it in all tabs. Rejects with `bad-input` for a name that is
   * in use or missing, `not-found` for a 404, `unsupported` for operators or outputs that the runtime or the protocol does not know, and
   * `model-load` for bytes that are no model and for a model beyond the deadline or the byte budget, naming which.
   */
  add(source: ModelSource, config?: AddModelConfig, options?: AddModelOptions): Promise<ModelStatus>;
  /**
   * Says something else of a model that was added; keys that are left out stay as they are. It answers on meanwhile, by the old word.
   * Rejects with `bad-input` for a value that is out of range and for a model of the repository; nothing is then changed.
   */
  configure(name: string, change: ModelChange): Promise<ModelStatus>;
  /** Forgets a model that was added, its bytes and its results. Rejects with `bad-input` for one of the repository. */
  remove(name: string): Promise<void>;
  /** What a file says of itself, without running or keeping it. Rejects as {@link add} does for what is no model. */
  inspect(source: ModelSource, config?: Pick<AddModelConfig, 'files'>): Promise<ModelInspection>;
  /** What the file of a model says of itself. */
  describe(name: string): Promise<ModelInspection>;
  /** The model as a folder that Triton serves: files by path, `config.pbtxt` among them. */
  export(name: string): Promise<Readonly<Record<string, Blob>>>;
  /**
   * Makes a version ready (default: the highest that the policy allows) beside the one that serves, then lets it take over; resolves
   * when it serves. Rejects with `not-found`, `integrity` or `model-load`, and what served before goes on.
   */
  load(name: string, options?: { readonly version?: string }): Promise<ModelStatus>;
  unload(name: string): Promise<void>;
  /**
   * Measures the variants of the model on each backend of this device and with each number of threads, fetching what that needs;
   * keeps the verdict and runs by it where the settings leave the choice. Takes up to two minutes; requests go on meanwhile.
   */
  calibrate(name: string): Promise<Calibration>;
  /** The last calibration of these bytes on this device, and what has changed since; undefined without any. */
  verdict(name: string): Promise<Verdict | undefined>;
  /** Lets the version serve again that served before: at once while it is kept warm. Rejects with `not-found` without any. */
  rollback(name: string): Promise<ModelStatus>;
  /** Reads the repository again: new models and versions are listed and offered, never taken by themselves. */
  refresh(): Promise<readonly ModelStatus[]>;
  /** Called with the state of every model whenever one changes, and once at the start. */
  subscribe(listener: (models: readonly ModelStatus[]) => void): () => void;
}

export interface Settings {
  get(): Promise<SettingsValue>;
  /** Top-level keys replace. Rejects with `bad-input` and changes nothing when a value is out of range. */
  update(patch: Partial<SettingsValue>): Promise<SettingsValue>;
}

export interface Metrics {
  snapshot(): Promise<MetricsSnapshot>;
  /** @param everyMs @default 1000 */
  subscribe(listener: (snapshot: MetricsSnapshot) => void, everyMs?: number): () => void;
  prometheus(): Promise<string>;
  statistics(model?: string): Promise<unknown>;
  /** Some of the latest requests that ran here by their stages, in Chrome's Trace Event format: trace viewers open its JSON. */
  traces(): Promise<unknown>;
}

/** Results that are kept, so that what was asked before need not run again. */
export interface Cache {
  /** Counts look-ups of requests with `cache: 'use'` alone. */
  stats(): Promise<CacheStats>;
  /** Clears the results of a model, a partition, both, or all; also what runs under way would bring. */
  clear(filter?: CacheFilter): Promise<void>;
}

/** Where requests are answered, and how well the remote endpoint does. */
export interface Routing {
  status(): Promise<RoutingStatus>;
  /** Called with the status at once and then again and again. @param everyMs @default 1000 */
  subscribe(listener: (status: RoutingStatus) => void, everyMs?: number): () => void;
  /**
   * Asks an endpoint whether this page may call it and whether it serves `model` (default: every model of the repository) as it is here;
   * sends no input of anybody. Rejects with `bad-input` for a malformed address, `not-found` for a model that is unknown here.
   */
  test(remote: RemoteSettings, model?: string): Promise<RemoteVerdict>;
}

/** Everything that this origin keeps on the device. */
export interface Storage {
  usage(): Promise<StorageUsage>;
  /** Asks the browser not to delete it when space gets short; gives whether it promised. */
  persist(): Promise<boolean>;
  /** Deletes everything; what is asked from then on leaves no trace until the page is loaded anew. Gives what could not be deleted. */
  erase(): Promise<Remains>;
}

/** A connection to the engine that serves this origin. */
export interface Nearside {
  infer(request: InferRequest, options?: RequestOptions): Promise<InferResponse>;
  predict(model: string, value: PredictValue, options?: RequestOptions): Promise<Prediction>;
  /** The pre-processing of `predict` alone. */
  tensors(model: string, value: PredictValue): Promise<Record<string, Tensor>>;
  readonly models: Models;
  readonly cache: Cache;
  readonly storage: Storage;
  readonly settings: Settings;
  readonly routing: Routing;
  readonly metrics: Metrics;
  readonly load: LoadLab;
  close(): Promise<void>;
}
