import type { GoldenCase } from './repository/goldenCase.ts';
import type { BatchSafety, LoadProgress } from './repository/modelStatus.ts';
import type { SamplePlan } from './repository/samplePlan.ts';
import type { Datatype, NumericArray, TensorSpec } from './protocol/tensor.ts';
import type { CostPoint } from './scheduling/costModel.ts';
import type { StoredVerdict } from './scheduling/keptVerdict.ts';
import type { ModelUsage } from './scheduling/modelUsage.ts';
import type { Pixels } from './tasks/digitImage.ts';
import type { ImageResize } from './tasks/imageOptions.ts';
import type { SettingsValue } from './settings/settingsValue.ts';
import type { FeatureOptions } from './tasks/extractFeatures.ts';
import type { TokenLayout } from './tokens/tokenLayout.ts';

/** A file of the repository with what it must be. */
export interface ModelFile {
  readonly url: string;
  readonly sizeBytes: number;
  /** SHA-256 in hex. */
  readonly sha256: string;
  /** The bytes as a Blob, where they are not kept on this device nor to be had from `url`. */
  readonly blob?: object;
}

/** What an instance is made of. */
export interface InstanceSpec {
  readonly model: string;
  readonly variant: string;
  readonly file: ModelFile;
  readonly backend: 'wasm' | 'webgpu';
  readonly threads: number;
  readonly maxBatch: number;
  readonly golden?: GoldenCase;
  /** A calibration is told how far the golden answers are off; a load fails for it. */
  readonly isCalibration?: boolean;
  /** What the first worker of the same spec found out: those after it prove and time nothing again, they only warm. */
  readonly proved?: BatchSafety;
  /** What was measured of the model whose place it takes: where its times are in proportion, few of them are taken. */
  readonly prior?: readonly ShapeCost[];
  /** Requests are answered meanwhile, and nobody waits for this instance: it rests between its steps. */
  readonly givesWay?: boolean;
  /** Row widths to warm and time, for models fed by text features. */
  readonly textFeatures?: FeatureOptions & {
    readonly maxIds: number;
    readonly buckets: readonly number[];
  };
  /** How rows of tokens are laid out, for models fed by a tokenizer. */
  readonly tokens?: TokenLayout;
  /** Of a model that was added: what its trial found, and data beside it by plain name. */
  readonly trial?: {
    readonly sample: SamplePlan;
    readonly batching: BatchSafety;
    /** What is stated instead of what the session says, for a model that was rewritten. */
    readonly listed?: Pick<InstanceReport, 'inputs' | 'outputs'>;
    readonly external: readonly (ModelFile & { readonly name: string })[];
  };
}

/** One input of a job; `fill` writes the rows into memory that the instance provides, zeroed. */
export type JobInput =
  | {
      readonly kind: 'numeric';
      readonly datatype: Exclude<Datatype, 'BYTES'>;
      readonly shape: readonly number[];
      fill(target: NumericArray): void;
    }
  | { readonly kind: 'strings'; readonly shape: readonly number[]; readonly data: readonly string[] };

/** One execution: inputs in the order of the session's inputs. */
export interface Job {
  readonly inputs: readonly JobInput[];
  /** Indices of the wanted outputs. */
  readonly outputs: readonly number[];
}

export type OutputData = NumericArray | readonly string[];

export interface JobOutput {
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  readonly data: OutputData;
}

/** The marks of an execution, absolute milliseconds on the shared scale. */
export interface ExecutionMarks {
  readonly computeStartAt: number;
  readonly computeInputEndAt: number;
  readonly computeOutputStartAt: number;
  readonly computeEndAt: number;
}

export interface JobResult extends ExecutionMarks {
  readonly outputs: readonly JobOutput[];
}

/** Measured cost of one row shape. */
export interface ShapeCost {
  /** Shapes of one row, one per input. */
  readonly rowShapes: readonly (readonly number[])[];
  /** Tokens of a row, for models fed by a tokenizer. */
  readonly width?: number;
  readonly points: readonly CostPoint[];
}

/** What an instance found out about its model while it got ready. */
export interface InstanceReport {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** Names of outputs that cannot be carried. @default none */
  readonly unfetchable?: readonly string[];
  readonly batching: BatchSafety;
  readonly costs: readonly ShapeCost[];
  /** The largest difference from the golden outputs; absent without any. */
  readonly maxAbsDiff?: number;
  readonly threads: number;
  readonly backend: 'wasm' | 'webgpu';
}

/** A request that went from the page straight to an idle instance. */
export interface ExpressRecord extends ExecutionMarks {
  readonly requestStartAt: number;
}

export interface InstanceEvents {
  onProgress(progress: LoadProgress): void;
  onExpress(record: ExpressRecord): void;
  /** The worker died or was given up; nothing that was posted will be answered any more. */
  onLost(reason: string): void;
}

/** The page's end of an express lane: one input at a time, past the engine. */
export type ExpressLane =
  | { readonly kind: 'shared'; readonly buffer: SharedArrayBuffer }
  | { readonly kind: 'port'; readonly port: unknown };

/** A session loaded in a worker of its own; runs its jobs one after the other. */
export interface Instance {
  /** Downloads, verifies, creates, warms and checks. Rejects with a typed error; the instance is then gone. */
  readonly ready: Promise<InstanceReport>;
  /** Calls back once with the result or a typed error, unless the instance is lost first. */
  post(job: Job, settle: (outcome: JobResult | Error) => void): void;
  /** Settles what has finished meanwhile, without waiting for this thread's next task. */
  poll(): void;
  /** Opens a lane past the engine, if the instance can serve one. */
  openLane(): ExpressLane | undefined;
  /** Reads what express requests left behind. */
  collectExpress(): void;
  terminate(): void;
}

export interface InstanceFactory {
  create(spec: InstanceSpec, events: InstanceEvents): Instance;
}

/** Reads the repository's JSON files; rejects with `not-found` or `model-load`. */
export interface RepositoryReader {
  readonly baseUrl: string;
  readJson(path: string, signal?: AbortSignal): Promise<unknown>;
  /** Where the bytes of a file are that does not lie below `baseUrl`. */
  locate?(sha256: string): Pick<ModelFile, 'url' | 'blob'>;
}

export interface SettingsStore {
  read(): Promise<Partial<SettingsValue> | undefined>;
  write(value: SettingsValue): Promise<void>;
}

/** Verdicts of calibrations, kept over visits. */
export interface VerdictStore {
  read(key: string): Promise<StoredVerdict | undefined>;
  write(key: string, verdict: StoredVerdict): Promise<void>;
}

/** How often models are asked, kept over visits. */
export interface UsageStore {
  read(): Promise<ModelUsage | undefined>;
  write(usage: ModelUsage): Promise<void>;
}

/** What measurements on this device depend on. */
export interface DeviceProbe {
  /** Name and version of the runtime. */
  readonly runtime: string;
  readonly browser: string;
  /** The WebGPU adapter in words; undefined where there is none. Asked for once. */
  readAdapter(): Promise<string | undefined>;
  /** Whether nothing is to be loaded or measured that nobody asked for: data are to be saved, or memory is small. */
  isSparing(): boolean;
  /** Milliseconds since 1970. */
  wallTime(): number;
}

/** In proportion to at most `maxSide`, or to exactly this size. */
export type ImageScaling =
  | { readonly maxSide: number }
  | { readonly width: number; readonly height: number; readonly resize: ImageResize };

/** Anything the page may hand over as an image. */
export type ImageSource = object;

export interface ImageReader {
  /** RGBA pixels scaled as asked; rejects with `bad-input` for what is no image, empty or too large. */
  read(source: ImageSource, options: ImageScaling): Promise<Pixels>;
}
