import type { OnnxModel } from './onnxModel.ts';
import {
  expectBytes,
  joinBytes,
  readIntegers,
  readText,
  readWireFields,
  writeBytesField,
  writeIntegerField,
  type WireField,
} from './wireFields.ts';

const batchName = 'batch';
const anySize = -1;
const sameSize = 0;
const numbers = {
  model: { graph: 7 },
  graph: { node: 1, initializer: 5, input: 11, output: 12, valueInfo: 13 },
  tensor: { dims: 1, elementType: 2, int64: 7, name: 8, raw: 9 },
  attribute: { name: 1, tensor: 5, ints: 8 },
} as const;
const int64Type = 7;

/**
 * A model for one row rewritten to take any number of them: the first dimension of inputs and outputs is made free, and so is a leading
 * 1 in the shapes that Reshape takes. Undefined for a model with another first dimension somewhere. Whether the result is right has to be
 * proved by running it.
 */
export function unlockBatch(bytes: Uint8Array, { graph }: OnnxModel): Uint8Array | undefined {
  const initialized = new Set(graph.initializers.map(({ name }) => name));
  const values = [...graph.inputs.filter(({ name }) => !initialized.has(name)), ...graph.outputs];
  const isForOneRow = values.every(({ type }) => type.kind === 'tensor' && type.shape?.[0] === 1);
  if (values.length === 0 || graph.outputs.length === 0 || !isForOneRow) return undefined;
  const names = new Set(values.map(({ name }) => name));
  const shapes = findReshapeShapes(graph);
  return joinBytes(
    readWireFields(bytes).map((field) =>
      field.number === numbers.model.graph
        ? writeBytesField(field.number, rewriteGraph(expectBytes(field), names, shapes))
        : field.raw,
    ),
  );
}

/** Names of constants that nothing but Reshape takes, as its shape. */
function findReshapeShapes({ nodes }: OnnxModel['graph']): ReadonlySet<string> {
  const shapes = new Set<string>();
  const others = new Set<string>();
  for (const { operator, inputs } of nodes) {
    for (const [index, name] of inputs.entries())
      (operator === 'Reshape' && index === 1 ? shapes : others).add(name);
  }
  return new Set([...shapes].filter((name) => !others.has(name)));
}

function rewriteGraph(
  graph: Uint8Array,
  values: ReadonlySet<string>,
  shapes: ReadonlySet<string>,
): Uint8Array {
  return joinBytes(
    readWireFields(graph).flatMap((field) => {
      const { number, raw } = field;
      // What is declared in between would contradict the new dimensions; the runtime infers it anew.
      if (number === numbers.graph.valueInfo) return [];
      if (number === numbers.graph.input || number === numbers.graph.output)
        return [values.has(nameOf(field, 1)) ? writeBytesField(number, freeValue(expectBytes(field))) : raw];
      if (number === numbers.graph.initializer)
        return [
          shapes.has(nameOf(field, numbers.tensor.name))
            ? writeBytesField(number, freeShape(expectBytes(field)))
            : raw,
        ];
      if (number === numbers.graph.node)
        return [writeBytesField(number, rewriteNode(expectBytes(field), shapes))];
      return [raw];
    }),
  );
}

/** Frees the shape that a Constant holds, or the one that Reshape had as an attribute before opset 5. */
function rewriteNode(node: Uint8Array, shapes: ReadonlySet<string>): Uint8Array {
  const fields = readWireFields(node);
  const textOf = (number: number): string => {
    const field = fields.find((each) => each.number === number);
    return field === undefined ? '' : readText(field);
  };
  const operator = textOf(4);
  const isShape = operator === 'Constant' && shapes.has(textOf(2));
  if (!isShape && operator !== 'Reshape') return node;
  return joinBytes(
    fields.map((field) =>
      field.number === 5 ? writeBytesField(5, rewriteAttribute(expectBytes(field))) : field.raw,
    ),
  );
}

function rewriteAttribute(attribute: Uint8Array): Uint8Array {
  const fields = readWireFields(attribute);
  const name = fields.find(({ number }) => number === numbers.attribute.name);
  const isShape = name !== undefined && ['shape', 'value_ints'].includes(readText(name));
  const ints = fields.filter(({ number }) => number === numbers.attribute.ints);
  const freed = isShape ? freeSizes(ints.flatMap(readIntegers)) : undefined;
  const others = fields
    .filter(({ number }) => freed === undefined || number !== numbers.attribute.ints)
    .map((field) =>
      field.number === numbers.attribute.tensor
        ? writeBytesField(field.number, freeShape(expectBytes(field)))
        : field.raw,
    );
  return joinBytes([
    ...others,
    ...(freed ?? []).map((size) => writeIntegerField(numbers.attribute.ints, size)),
  ]);
}

/** A tensor of sizes with its leading 1 freed; others as they are. */
function freeShape(tensor: Uint8Array): Uint8Array {
  const fields = readWireFields(tensor);
  const type = fields.find(({ number }) => number === numbers.tensor.elementType)?.integer;
  const raw = fields.find(({ number }) => number === numbers.tensor.raw);
  const sizes =
    raw?.bytes === undefined
      ? fields.filter(({ number }) => number === numbers.tensor.int64).flatMap(readIntegers)
      : readRaw(raw.bytes);
  const freed = type === int64Type ? freeSizes(sizes) : undefined;
  if (freed === undefined) return tensor;
  const kept = fields.filter(
    ({ number }) => number !== numbers.tensor.raw && number !== numbers.tensor.int64,
  );
  return joinBytes([
    ...kept.map((field) => field.raw),
    ...freed.map((size) => writeIntegerField(numbers.tensor.int64, size)),
  ]);
}

function freeSizes([first, ...others]: readonly number[]): readonly number[] | undefined {
  if (first !== 1) return undefined;
  return [others.includes(anySize) ? sameSize : anySize, ...others];
}

function readRaw(bytes: Uint8Array): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, index) =>
    Number(view.getBigInt64(8 * index, true)),
  );
}

/** A ValueInfoProto of a tensor with its first dimension made free. */
function freeValue(value: Uint8Array): Uint8Array {
  // value → type (2) → tensor_type (1) → shape (2) → first dim (1)
  return rewritePath(value, [2, 1, 2], (shape) => {
    const [, ...others] = readWireFields(shape);
    const free = writeBytesField(2, new TextEncoder().encode(batchName));
    return joinBytes([writeBytesField(1, free), ...others.map(({ raw }) => raw)]);
  });
}

function rewritePath(
  message: Uint8Array,
  [number, ...rest]: readonly number[],
  rewrite: (message: Uint8Array) => Uint8Array,
): Uint8Array {
  if (number === undefined) return rewrite(message);
  return joinBytes(
    readWireFields(message).map((field) =>
      field.number === number
        ? writeBytesField(number, rewritePath(expectBytes(field), rest, rewrite))
        : field.raw,
    ),
  );
}

function nameOf(field: WireField, number: number): string {
  const name = readWireFields(expectBytes(field)).find((each) => each.number === number);
  return name === undefined ? '' : readText(name);
}
