import { createHash } from 'node:crypto';
import { PbfWriter } from 'pbf';
import type { FrontServer } from './frontServer.ts';

/** Values of one row. */
const width = 4;

/** A version of the model `steps`, which adds a number of its own to every value. */
export interface VersionPlan {
  readonly version: string;
  /** What it adds; the golden case is made for `goldenAdds`, where that is another. */
  readonly adds: number;
  readonly goldenAdds?: number;
  /** The file is another than the hash says. */
  readonly isBroken?: boolean;
  readonly variants?: readonly VariantPlan[];
}

/** Another form of a version, which takes `rounds` times as long, and may answer wrongly. */
export interface VariantPlan {
  readonly name: string;
  readonly rounds: number;
  readonly adds: number;
  readonly accuracy: number;
}

/** Serves a repository whose only model of its own is `steps`, with these versions; the app's models stay listed. */
export async function serveVersions(front: FrontServer, plans: readonly VersionPlan[]): Promise<void> {
  const { models } = JSON.parse((await front.read('models/index.json')).toString()) as {
    readonly models: readonly string[];
  };
  const files = new Map<string, Buffer>();
  files.set('/models/index.json', jsonOf({ models: [...models, 'steps'] }));
  files.set('/models/steps/model.json', jsonOf(describe(plans, files)));
  front.fail((request, response) => {
    const body = files.get(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (body === undefined) return false;
    response.writeHead(200, { 'Cache-Control': 'no-cache' }).end(body);
    return true;
  });
}

function describe(plans: readonly VersionPlan[], files: Map<string, Buffer>): object {
  const versions = plans.map((plan) => {
    const own: VariantPlan = { name: 'fp32', rounds: 1, adds: plan.adds, accuracy: 0.9 };
    const variants = plan.variants ?? [own];
    const [first] = variants as [VariantPlan];
    files.set(`/models/steps/${plan.version}/golden.json`, jsonOf(goldenOf(plan, variants)));
    return {
      version: plan.version,
      default: first.name,
      golden: `${plan.version}/golden.json`,
      variants: variants.map(({ name, rounds, adds, accuracy }) => {
        const file = `${plan.version}/${name === first.name ? 'model' : `model.${name}`}.onnx`;
        const bytes = writeModel(adds, rounds);
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        if (plan.isBroken === true) bytes.writeUInt8(bytes.readUInt8(10) ^ 1, 10);
        files.set(`/models/steps/${file}`, bytes);
        return { name, file, sizeBytes: bytes.length, sha256, accuracy };
      }),
    };
  });
  return { name: 'steps', maxBatch: 8, versions };
}

function goldenOf({ adds, goldenAdds = adds }: VersionPlan, variants: readonly VariantPlan[]): object {
  const values = [1, 2, 3, 4];
  const tensor = (data: readonly number[]): object => ({ datatype: 'FP32', shape: [1, width], data });
  const answer = { y: tensor(values.map((value) => value + goldenAdds)) };
  return {
    inputs: { x: tensor(values) },
    outputs: Object.fromEntries(variants.map(({ name }) => [name, answer])),
    tolerance: 1e-3,
  };
}

function jsonOf(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}

const float = 1;

/** y = x + adds, after `rounds` times as much work whose outcome is taken off again. */
function writeModel(adds: number, rounds: number): Buffer {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, 8);
  pbf.writeMessage(7, writeGraph, { adds, rounds });
  pbf.writeMessage(
    8,
    (_: null, opset: PbfWriter) => {
      opset.writeStringField(1, '');
      opset.writeVarintField(2, 13);
    },
    null,
  );
  return Buffer.from(pbf.finish());
}

function writeGraph(
  { adds, rounds }: { readonly adds: number; readonly rounds: number },
  pbf: PbfWriter,
): void {
  let last = 'x';
  for (let round = 1; round < rounds; round += 1) {
    pbf.writeMessage(1, writeNode, { inputs: [last, 'turn'], output: `r${round}`, operator: 'MatMul' });
    last = `r${round}`;
  }
  pbf.writeMessage(1, writeNode, { inputs: [last, 'adds'], output: 'y', operator: 'Add' });
  pbf.writeStringField(2, 'steps');
  pbf.writeMessage(5, writeTensor, { name: 'adds', shape: [1], values: [adds] });
  const unit = Array.from({ length: width * width }, (_, index) => (index % (width + 1) === 0 ? 1 : 0));
  if (rounds > 1) pbf.writeMessage(5, writeTensor, { name: 'turn', shape: [width, width], values: unit });
  pbf.writeMessage(11, writeValue, 'x');
  pbf.writeMessage(12, writeValue, 'y');
}

interface Node {
  readonly inputs: readonly string[];
  readonly output: string;
  readonly operator: string;
}

function writeNode({ inputs, output, operator }: Node, pbf: PbfWriter): void {
  for (const input of inputs) pbf.writeStringField(1, input);
  pbf.writeStringField(2, output);
  pbf.writeStringField(4, operator);
}

interface Initializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

function writeTensor({ name, shape, values }: Initializer, pbf: PbfWriter): void {
  for (const size of shape) pbf.writeVarintField(1, size);
  pbf.writeVarintField(2, float);
  pbf.writeStringField(8, name);
  pbf.writeBytesField(9, new Uint8Array(Float32Array.from(values).buffer));
}

/** Rows of floats, their number free. */
function writeValue(name: string, pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  pbf.writeMessage(
    2,
    (_: null, type: PbfWriter) => {
      type.writeMessage(1, writeTensorType, null);
    },
    null,
  );
}

function writeTensorType(_: null, pbf: PbfWriter): void {
  pbf.writeVarintField(1, float);
  pbf.writeMessage(
    2,
    (__: null, shape: PbfWriter) => {
      shape.writeMessage(
        1,
        (___: null, size: PbfWriter) => {
          size.writeStringField(2, 'rows');
        },
        null,
      );
      shape.writeMessage(
        1,
        (___: null, size: PbfWriter) => {
          size.writeVarintField(1, width);
        },
        null,
      );
    },
    null,
  );
}
