import { PbfWriter } from 'pbf';

/** TensorProto.DataType. */
export const types = {
  float: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  double: 11,
  bfloat16: 16,
} as const;

type ElementType = (typeof types)[keyof typeof types];

/** A size, a free dimension's name, or null for one that says nothing. */
export type Dimension = number | string | null;

export interface GivenTensor {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: ArrayBufferView | readonly string[] | { readonly location: string; readonly length: number };
}

export interface GivenValue {
  readonly name: string;
  readonly type?: ElementType;
  /** Undefined: the file says nothing of it. */
  readonly shape?: readonly Dimension[];
  /** A sequence of tensors of the type. */
  readonly isSequence?: boolean;
}

type GivenAttribute =
  number | string | readonly number[] | GivenTensor | GivenGraph | { readonly float: number };

export interface GivenNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, GivenAttribute>>;
  readonly domain?: string;
}

export interface GivenGraph {
  readonly nodes: readonly GivenNode[];
  readonly inputs: readonly GivenValue[];
  readonly outputs: readonly GivenValue[];
  readonly initializers?: readonly GivenTensor[];
  /** Declarations of what lies between. */
  readonly between?: readonly GivenValue[];
}

export interface GivenModel extends GivenGraph {
  readonly irVersion?: number;
  readonly opset?: number;
  /** Versions of other operator sets. */
  readonly opsets?: Readonly<Record<string, number>>;
  readonly functions?: readonly (Pick<GivenNode, 'domain'> & {
    readonly name: string;
    readonly inputs: readonly string[];
    readonly outputs: readonly string[];
    readonly nodes: readonly GivenNode[];
  })[];
}

/** ONNX's ModelProto of what is given. */
export function writeOnnx(model: GivenModel): Uint8Array<ArrayBuffer> {
  const { irVersion = 8, opset = 17, opsets = {}, functions = [] } = model;
  const writer = new PbfWriter();
  integer(writer, 1, irVersion);
  text(writer, 2, 'nearside-tests');
  writer.writeMessage(7, writeGraph, model);
  for (const [domain, version] of Object.entries({ '': opset, ...opsets }))
    writer.writeMessage(8, writeOpset, { domain, version });
  for (const each of functions) {
    writer.writeMessage(
      25,
      (given, own) => {
        text(own, 1, given.name);
        for (const name of given.inputs) text(own, 4, name);
        for (const name of given.outputs) text(own, 5, name);
        for (const node of given.nodes) own.writeMessage(7, writeNode, node);
        own.writeMessage(9, writeOpset, { domain: '', version: opset });
        own.writeMessage(9, writeOpset, { domain: given.domain ?? '', version: 1 });
        text(own, 10, given.domain ?? '');
      },
      each,
    );
  }
  return new Uint8Array(writer.finish());
}

function writeOpset({ domain, version }: { domain: string; version: number }, writer: PbfWriter): void {
  if (domain !== '') text(writer, 1, domain);
  integer(writer, 2, version);
}

function writeGraph(graph: GivenGraph, writer: PbfWriter): void {
  for (const node of graph.nodes) writer.writeMessage(1, writeNode, node);
  text(writer, 2, 'graph');
  for (const tensor of graph.initializers ?? []) writer.writeMessage(5, writeTensor, tensor);
  for (const value of graph.inputs) writer.writeMessage(11, writeValue, value);
  for (const value of graph.outputs) writer.writeMessage(12, writeValue, value);
  for (const value of graph.between ?? []) writer.writeMessage(13, writeValue, value);
}

function writeNode(
  { inputs, outputs, operator, attributes = {}, domain }: GivenNode,
  writer: PbfWriter,
): void {
  for (const name of inputs) text(writer, 1, name);
  for (const name of outputs) text(writer, 2, name);
  text(writer, 4, operator);
  for (const attribute of Object.entries(attributes)) writer.writeMessage(5, writeAttribute, attribute);
  if (domain !== undefined) text(writer, 7, domain);
}

const attributeTypes = { float: 1, integer: 2, text: 3, tensor: 4, graph: 5, integers: 7 } as const;

function writeAttribute([name, value]: readonly [string, GivenAttribute], writer: PbfWriter): void {
  text(writer, 1, name);
  if (typeof value === 'number') {
    integer(writer, 3, value);
    integer(writer, 20, attributeTypes.integer);
  } else if (typeof value === 'string') {
    text(writer, 4, value);
    integer(writer, 20, attributeTypes.text);
  } else if ('float' in value) {
    writer.writeTag(2, 5);
    writer.writeFloat(value.float);
    integer(writer, 20, attributeTypes.float);
  } else if ('nodes' in value) {
    writer.writeMessage(6, writeGraph, value);
    integer(writer, 20, attributeTypes.graph);
  } else if ('dims' in value) {
    writer.writeMessage(5, writeTensor, value);
    integer(writer, 20, attributeTypes.tensor);
  } else {
    for (const each of value) integer(writer, 8, each);
    integer(writer, 20, attributeTypes.integers);
  }
}

function writeTensor({ name, type, dims, data }: GivenTensor, writer: PbfWriter): void {
  for (const size of dims) integer(writer, 1, size);
  integer(writer, 2, type);
  text(writer, 8, name);
  if (ArrayBuffer.isView(data)) {
    writer.writeTag(9, 2);
    writer.writeBytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  } else if ('location' in data) {
    const { location, length } = data;
    for (const entry of Object.entries({ location, offset: '0', length: String(length) })) {
      writer.writeMessage(
        13,
        ([key, value], own) => {
          text(own, 1, key);
          text(own, 2, value);
        },
        entry,
      );
    }
    integer(writer, 14, 1);
  } else for (const each of data) text(writer, 6, each);
}

function writeValue(value: GivenValue, writer: PbfWriter): void {
  text(writer, 1, value.name);
  if (value.type === undefined) return;
  writer.writeMessage(
    2,
    (given, own) => {
      if (given.isSequence !== true) own.writeMessage(1, writeTensorType, given);
      else
        own.writeMessage(
          4,
          (each, sequence) => {
            sequence.writeMessage(
              1,
              (element, type) => {
                type.writeMessage(1, writeTensorType, element);
              },
              each,
            );
          },
          given,
        );
    },
    value,
  );
}

function writeTensorType({ type, shape }: GivenValue, writer: PbfWriter): void {
  integer(writer, 1, type ?? 0);
  if (shape === undefined) return;
  writer.writeMessage(
    2,
    (dims, own) => {
      for (const size of dims) own.writeMessage(1, writeDimension, size);
    },
    shape,
  );
}

function writeDimension(size: Dimension, writer: PbfWriter): void {
  if (typeof size === 'number') integer(writer, 1, size);
  else if (size !== null) text(writer, 2, size);
}

function integer(writer: PbfWriter, field: number, value: number): void {
  writer.writeTag(field, 0);
  writer.writeVarint(value);
}

function text(writer: PbfWriter, field: number, value: string): void {
  writer.writeTag(field, 2);
  writer.writeString(value);
}
