import { PbfWriter } from 'pbf';

type Attribute = number | readonly number[];

/** Element types as ONNX numbers them. */
export const elementTypes = { float: 1, int64: 7 } as const;
type ElementType = keyof typeof elementTypes;

export interface ValueInfo {
  readonly name: string;
  readonly type: ElementType;
  /** Sizes; a name stands for a free dimension. */
  readonly shape: readonly (number | string)[];
}

export interface GraphNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

export interface Initializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

export interface Graph {
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly nodes: readonly GraphNode[];
  readonly initializers: readonly Initializer[];
}

const irVersion = 8;
const operatorSet = 17;
const attributeKinds = { int: 2, ints: 7 } as const;

/** The bytes of an ONNX file; field numbers are those of onnx.proto. */
export function encodeModel(graph: Graph): Buffer {
  const writer = new PbfWriter();
  writer.writeVarintField(1, irVersion);
  writer.writeStringField(2, 'nearside tests');
  writer.writeMessage(7, writeGraph, graph);
  writer.writeMessage(8, (version: number, at) => at.writeVarintField(2, version), operatorSet);
  return Buffer.from(writer.finish());
}

function writeGraph({ nodes, initializers, inputs, outputs }: Graph, writer: PbfWriter): void {
  for (const node of nodes) writer.writeMessage(1, writeNode, node);
  writer.writeStringField(2, 'graph');
  for (const initializer of initializers) writer.writeMessage(5, writeInitializer, initializer);
  for (const input of inputs) writer.writeMessage(11, writeValue, input);
  for (const output of outputs) writer.writeMessage(12, writeValue, output);
}

function writeNode({ operator, inputs, outputs, attributes = {} }: GraphNode, writer: PbfWriter): void {
  for (const input of inputs) writer.writeStringField(1, input);
  for (const output of outputs) writer.writeStringField(2, output);
  writer.writeStringField(4, operator);
  for (const attribute of Object.entries(attributes)) writer.writeMessage(5, writeAttribute, attribute);
}

function writeAttribute([name, value]: readonly [string, Attribute], writer: PbfWriter): void {
  writer.writeStringField(1, name);
  if (typeof value === 'number') writer.writeVarintField(3, value);
  else for (const item of value) writer.writeVarintField(8, item);
  writer.writeVarintField(20, typeof value === 'number' ? attributeKinds.int : attributeKinds.ints);
}

function writeInitializer({ name, shape, data }: Initializer, writer: PbfWriter): void {
  for (const size of shape) writer.writeVarintField(1, size);
  writer.writeVarintField(2, data instanceof Float32Array ? elementTypes.float : elementTypes.int64);
  writer.writeStringField(8, name);
  writer.writeBytesField(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValue({ name, type, shape }: ValueInfo, writer: PbfWriter): void {
  writer.writeStringField(1, name);
  writer.writeMessage(2, writeType, { type, shape });
}

function writeType(value: Pick<ValueInfo, 'type' | 'shape'>, writer: PbfWriter): void {
  writer.writeMessage(1, writeTensorType, value);
}

function writeTensorType({ type, shape }: Pick<ValueInfo, 'type' | 'shape'>, writer: PbfWriter): void {
  writer.writeVarintField(1, elementTypes[type]);
  writer.writeMessage(2, writeShape, shape);
}

function writeShape(shape: ValueInfo['shape'], writer: PbfWriter): void {
  for (const size of shape) writer.writeMessage(1, writeDimension, size);
}

function writeDimension(size: number | string, writer: PbfWriter): void {
  if (typeof size === 'number') writer.writeVarintField(1, size);
  else writer.writeStringField(2, size);
}
