import type { InstanceReport, RepositoryReader } from '../../core/ports.ts';
import { NearsideError } from '../../core/errors.ts';
import type { BatchSafety } from '../../core/repository/modelStatus.ts';
import type { CostTable } from '../../core/scheduling/costModel.ts';
import type { TensorSpec } from '../../core/protocol/tensor.ts';

interface FakeModel {
  readonly task?: string;
  readonly maxBatch: number;
  readonly maxQueueDelayMs?: number;
  readonly batching: BatchSafety;
  /** A run of `rows` rows takes `fixedMs + rows * rowMs`. */
  readonly fixedMs: number;
  readonly rowMs: number;
}

/** Models whose rows are numbers: wide ones gain from batching, others do not or may not. */
export const fakeModels = {
  wide: { task: 'tensor-classification', maxBatch: 8, batching: 'independent', fixedMs: 4, rowMs: 0.1 },
  linear: { maxBatch: 8, batching: 'independent', fixedMs: 0, rowMs: 3 },
  held: { maxBatch: 4, maxQueueDelayMs: 6, batching: 'independent', fixedMs: 2, rowMs: 0.5 },
  coupled: { maxBatch: 8, batching: 'coupled', fixedMs: 2, rowMs: 0.5 },
  pinned: { maxBatch: 8, batching: 'fixed', fixedMs: 2, rowMs: 0 },
} as const satisfies Readonly<Record<string, FakeModel>>;

export type FakeModelName = keyof typeof fakeModels;

export function fakeModel(name: string): FakeModel {
  const model = (fakeModels as Readonly<Record<string, FakeModel | undefined>>)[name];
  if (model === undefined) throw new Error(`There is no fake model ${name}.`);
  return model;
}

const rowSizes = [1, 2, 4, 8];

/** What a fake instance of a model reports; `width` is what is left free in the row. */
export function fakeReport(name: string): InstanceReport {
  const { batching, fixedMs, rowMs, maxBatch } = fakeModel(name);
  const isFixed = batching === 'fixed';
  const points: CostTable = rowSizes
    .filter((rows) => rows <= maxBatch)
    .map((rows) => ({ rows, ms: fixedMs + rows * rowMs }));
  const inputs: readonly TensorSpec[] = [{ name: 'x', datatype: 'FP32', shape: isFixed ? [2, 3] : [-1, -1] }];
  const outputs: readonly TensorSpec[] = [
    { name: 'y', datatype: 'FP32', shape: isFixed ? [2, 2] : [-1, 2] },
    { name: 'z', datatype: 'INT32', shape: isFixed ? [2, 1] : [-1, 1] },
  ];
  return { inputs, outputs, batching, costs: [{ rowShapes: [[3]], points }], threads: 1, backend: 'wasm' };
}

const sha256 = '0'.repeat(64);

function modelJson(name: string, versions: readonly string[]): unknown {
  const { task, maxBatch, maxQueueDelayMs } = fakeModel(name);
  return {
    name,
    maxBatch,
    ...(task === undefined ? {} : { task, labels: ['double', 'width'] }),
    ...(maxQueueDelayMs === undefined ? {} : { maxQueueDelayMs }),
    versions: versions.map((version) => ({
      version,
      default: 'fp32',
      variants: [{ name: 'fp32', file: `${version}/model.onnx`, sizeBytes: 10, sha256 }],
    })),
  };
}

/** A repository of the fake models. */
export function createFakeReader({ versions = ['1'] }: { readonly versions?: readonly string[] } = {}): {
  readonly reader: RepositoryReader;
  readonly reads: string[];
} {
  const reads: string[] = [];
  const reader: RepositoryReader = {
    baseUrl: 'https://example.test/models/',
    readJson: (path) => {
      reads.push(path);
      if (path === 'index.json') return Promise.resolve({ models: Object.keys(fakeModels) });
      const [name = '', file] = path.split('/');
      if (file === 'model.json' && name in fakeModels) return Promise.resolve(modelJson(name, versions));
      return Promise.reject(new NearsideError('not-found', `There is no file at ${path}.`));
    },
  };
  return { reader, reads };
}
