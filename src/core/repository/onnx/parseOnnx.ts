import type { OnnxFunction, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from './onnxModel.ts';
import { parseOnnxType } from './parseOnnxType.ts';
import {
  damaged,
  expectBytes,
  readIntegers,
  readText,
  readWireFields,
  type WireField,
} from './wireFields.ts';

const deepestNesting = 64;
/** Numbers of the fields in onnx.proto. */
const modelFields = { irVersion: 1, producer: 2, graph: 7, opset: 8, function: 25 } as const;
const graphFields = { node: 1, initializer: 5, input: 11, output: 12 } as const;
const nodeFields = { input: 1, output: 2, operator: 4, attribute: 5, domain: 7 } as const;
const attributeFields = { tensor: 5, graph: 6, tensors: 10, graphs: 11 } as const;
const tensorFields = {
  dims: 1,
  elementType: 2,
  float: 4,
  int32: 5,
  string: 6,
  int64: 7,
  name: 8,
  raw: 9,
  double: 10,
  uint64: 11,
  external: 13,
} as const;
const dataFields: readonly number[] = [
  tensorFields.float,
  tensorFields.int32,
  tensorFields.string,
  tensorFields.int64,
  tensorFields.raw,
  tensorFields.double,
  tensorFields.uint64,
];

/**
 * Reads ONNX's ModelProto (onnx.proto of onnx/onnx). Throws `model-load` for bytes that are no such message or end within it; says
 * nothing about whether the graph makes sense.
 */
export function parseOnnx(bytes: Uint8Array): OnnxModel {
  const fields = readWireFields(bytes);
  const graphField = fields.findLast(({ number }) => number === modelFields.graph);
  if (graphField === undefined) throw damaged('it holds no graph');
  const graph = parseGraph(expectBytes(graphField), 0);
  if (graph.outputs.length === 0) throw damaged('its graph has no output');
  return {
    irVersion: lastInteger(fields, modelFields.irVersion),
    producer: lastText(fields, modelFields.producer),
    opsets: all(fields, modelFields.opset).map(parseOpset),
    graph,
    functions: all(fields, modelFields.function).map(parseFunction),
  };
}

function parseGraph(bytes: Uint8Array, depth: number): OnnxGraph {
  if (depth > deepestNesting) throw damaged(`graphs are nested more than ${deepestNesting} deep`);
  const fields = readWireFields(bytes);
  return {
    nodes: all(fields, graphFields.node).map((field) => parseNode(expectBytes(field), depth)),
    initializers: all(fields, graphFields.initializer).map((field) => parseTensor(expectBytes(field))),
    inputs: all(fields, graphFields.input).map(parseValue),
    outputs: all(fields, graphFields.output).map(parseValue),
  };
}

function parseFunction(field: WireField): OnnxFunction {
  const fields = readWireFields(expectBytes(field));
  const numbers = { name: 1, node: 7, domain: 10 } as const;
  return {
    domain: lastText(fields, numbers.domain),
    name: lastText(fields, numbers.name),
    nodes: all(fields, numbers.node).map((node) => parseNode(expectBytes(node), 0)),
  };
}

function parseNode(bytes: Uint8Array, depth: number): OnnxNode {
  const fields = readWireFields(bytes);
  const attributes = all(fields, nodeFields.attribute).flatMap((field) => readWireFields(expectBytes(field)));
  const tensors = attributes.filter(
    ({ number }) => number === attributeFields.tensor || number === attributeFields.tensors,
  );
  const graphs = attributes.filter(
    ({ number }) => number === attributeFields.graph || number === attributeFields.graphs,
  );
  return {
    operator: lastText(fields, nodeFields.operator),
    domain: lastText(fields, nodeFields.domain),
    inputs: all(fields, nodeFields.input).map(readText),
    outputs: all(fields, nodeFields.output).map(readText),
    tensors: tensors.map((field) => parseTensor(expectBytes(field))),
    subgraphs: graphs.map((field) => parseGraph(expectBytes(field), depth + 1)),
  };
}

function parseTensor(bytes: Uint8Array): OnnxTensor {
  const fields = readWireFields(bytes);
  const location = all(fields, tensorFields.external)
    .map((field) => readWireFields(expectBytes(field)))
    .find((entry) => lastText(entry, 1) === 'location');
  return {
    name: lastText(fields, tensorFields.name),
    dims: all(fields, tensorFields.dims).flatMap(readIntegers),
    elementType: lastInteger(fields, tensorFields.elementType),
    storedBytes: fields
      .filter(({ number }) => dataFields.includes(number))
      .reduce((sum, { raw, bytes: data }) => sum + (data ?? raw).length, 0),
    ...(location === undefined ? {} : { externalLocation: lastText(location, 2) }),
  };
}

function parseValue(field: WireField): OnnxValue {
  const fields = readWireFields(expectBytes(field));
  const type = fields.findLast(({ number }) => number === 2);
  return {
    name: lastText(fields, 1),
    type: type === undefined ? { kind: 'unknown' } : parseOnnxType(expectBytes(type)),
  };
}

function parseOpset(field: WireField): OnnxModel['opsets'][number] {
  const fields = readWireFields(expectBytes(field));
  return { domain: lastText(fields, 1), version: lastInteger(fields, 2) };
}

function all(fields: readonly WireField[], number: number): readonly WireField[] {
  return fields.filter((field) => field.number === number);
}

function lastText(fields: readonly WireField[], number: number): string {
  const field = fields.findLast((each) => each.number === number);
  return field === undefined ? '' : readText(field);
}

function lastInteger(fields: readonly WireField[], number: number): number {
  return fields.findLast((each) => each.number === number)?.integer ?? 0;
}
