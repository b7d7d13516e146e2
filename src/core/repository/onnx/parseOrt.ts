import { FlatBuffer, type FlatTable } from './flatTable.ts';
import type { OnnxGraph, OnnxModel, OnnxNode, OnnxTensor, OnnxType, OnnxValue } from './onnxModel.ts';
import { damaged } from './wireFields.ts';

/** Fields of the tables that are looked at, by the order of onnxruntime's schema (core/flatbuffers/schema/ort.fbs). */
const session = { model: 1 } as const;
const model = { irVersion: 0, opsets: 1, producer: 2, graph: 7 } as const;
const opset = { domain: 0, version: 1 } as const;
const graph = { initializers: 0, values: 1, nodes: 2, inputs: 5, outputs: 6 } as const;
const node = { domain: 2, operator: 5, inputs: 8, outputs: 9, attributes: 10 } as const;
const attribute = { tensor: 6, graph: 7, tensors: 11, graphs: 12 } as const;
const tensor = { name: 0, dims: 2, type: 3, bytes: 4 } as const;
const value = { name: 0, type: 2 } as const;
const typeInfo = { kind: 1, of: 2 } as const;
const tensorType = { elementType: 0, shape: 1 } as const;
const shape = { dimensions: 0 } as const;
const dimension = { value: 0 } as const;
const dimensionValue = { kind: 0, size: 1, name: 2 } as const;

const kinds = ['unknown', 'tensor', 'sequence', 'map'] as const;
const sizeKind = 1;

const deepestGraph = 32;

/** A model in the format of the runtime, looked at as one of ONNX is. Throws `model-load` where the bytes are damaged or cut. */
export function parseOrt(bytes: Uint8Array): OnnxModel {
  return new FlatBuffer(bytes).readRoot((root) => {
    const own = root.table(session.model);
    const main = own?.table(model.graph);
    if (own === undefined || main === undefined) throw damaged('there is no graph');
    return {
      irVersion: own.integer64(model.irVersion),
      producer: own.text(model.producer),
      opsets: own
        .tables(model.opsets)
        .map((each) => ({ domain: each.text(opset.domain), version: each.integer64(opset.version) })),
      graph: readGraph(main, 0),
      functions: [],
    };
  });
}

function readGraph(table: FlatTable, depth: number): OnnxGraph {
  if (depth > deepestGraph) throw damaged('its graphs lie in each other too deep');
  const values = new Map(
    table
      .tables(graph.values)
      .map((each) => [each.text(value.name), readType(each.table(value.type))] as const),
  );
  const named = (name: string): OnnxValue => ({ name, type: values.get(name) ?? { kind: 'unknown' } });
  return {
    nodes: table.tables(graph.nodes).map((each) => readNode(each, depth)),
    initializers: table.tables(graph.initializers).map(readTensor),
    inputs: table.texts(graph.inputs).map(named),
    outputs: table.texts(graph.outputs).map(named),
  };
}

function readNode(table: FlatTable, depth: number): OnnxNode {
  const attributes = table.tables(node.attributes);
  const tensors = attributes.flatMap((each) => [
    ...optional(each.table(attribute.tensor)),
    ...each.tables(attribute.tensors),
  ]);
  const graphs = attributes.flatMap((each) => [
    ...optional(each.table(attribute.graph)),
    ...each.tables(attribute.graphs),
  ]);
  return {
    operator: table.text(node.operator),
    domain: table.text(node.domain),
    inputs: table.texts(node.inputs),
    outputs: table.texts(node.outputs),
    tensors: tensors.map(readTensor),
    subgraphs: graphs.map((each) => readGraph(each, depth + 1)),
  };
}

function readTensor(table: FlatTable): OnnxTensor {
  return {
    name: table.text(tensor.name),
    dims: table.integers64(tensor.dims),
    elementType: table.integer32(tensor.type),
    storedBytes: table.count(tensor.bytes),
  };
}

function readType(table: FlatTable | undefined): OnnxType {
  const kind = kinds[table?.byte(typeInfo.kind) ?? 0] ?? 'unknown';
  if (kind !== 'tensor') return { kind };
  const own = table?.table(typeInfo.of);
  const sizes = own?.table(tensorType.shape)?.tables(shape.dimensions).map(readDimension);
  return {
    kind,
    elementType: own?.integer32(tensorType.elementType) ?? 0,
    ...(sizes === undefined ? {} : { shape: sizes }),
  };
}

function readDimension(table: FlatTable): number | string {
  const own = table.table(dimension.value);
  const size = own?.byte(dimensionValue.kind) === sizeKind ? own.integer64(dimensionValue.size) : -1;
  return size >= 0 ? size : (own?.text(dimensionValue.name) ?? '');
}

function optional(table: FlatTable | undefined): readonly FlatTable[] {
  return table === undefined ? [] : [table];
}
