import { countElements } from '../../protocol/tensor.ts';
import type { DeclaredValue, ModelInspection, OperatorCount, Precision } from '../modelInspection.ts';
import { elementTypeOf } from './elementTypes.ts';
import { judgeQuantization } from './judgeQuantization.ts';
import type { OnnxGraph, OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from './onnxModel.ts';

/** What a model says of itself, but for its file's format, size and digest. */
export function inspectOnnx(model: OnnxModel): Omit<ModelInspection, 'format' | 'sizeBytes' | 'digest'> {
  const nodes = [...allNodes(model.graph.nodes), ...model.functions.flatMap((each) => allNodes(each.nodes))];
  const tensors = [...allInitializers(model.graph), ...nodes.flatMap((node) => node.tensors)];
  const initialized = new Set(model.graph.initializers.map(({ name }) => name));
  const operators = countOperators(nodes);
  const names = new Set(operators.map(({ name }) => name));
  const precision = precisionOf(names, tensors);
  return {
    irVersion: model.irVersion,
    ...(model.producer === '' ? {} : { producer: model.producer }),
    opsets: model.opsets,
    operators,
    functions: model.functions.map(({ domain, name }) => (domain === '' ? name : `${domain}:${name}`)),
    inputs: model.graph.inputs.filter(({ name }) => !initialized.has(name)).map(declare),
    outputs: model.graph.outputs.map(declare),
    initializers: measure(tensors),
    externalFiles: [
      ...new Set(tensors.flatMap(({ externalLocation: name }) => (name === undefined ? [] : [name]))),
    ],
    ...judgeQuantization(names, precision),
    precision,
    producers: findProducers(model.graph),
  };
}

function allNodes(nodes: readonly OnnxNode[]): readonly OnnxNode[] {
  return nodes.flatMap((node) => [node, ...node.subgraphs.flatMap((graph) => allNodes(graph.nodes))]);
}

function allInitializers(graph: OnnxGraph): readonly OnnxTensor[] {
  return [
    ...graph.initializers,
    ...graph.nodes.flatMap(({ subgraphs }) => subgraphs.flatMap((each) => allInitializers(each))),
  ];
}

function countOperators(nodes: readonly OnnxNode[]): readonly OperatorCount[] {
  const counts = new Map<string, OperatorCount>();
  for (const { domain: given, operator: name } of nodes) {
    const domain = given === 'ai.onnx' ? '' : given;
    const key = `${domain}:${name}`;
    counts.set(key, { domain, name, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].toSorted((left, right) => right.count - left.count);
}

function declare({ name, type }: OnnxValue): DeclaredValue {
  if (type.kind !== 'tensor') return { name, kind: type.kind };
  const { name: elementType, datatype } = elementTypeOf(type.elementType);
  return {
    name,
    kind: 'tensor',
    elementType,
    ...(datatype === undefined ? {} : { datatype }),
    ...(type.shape === undefined ? {} : { shape: type.shape }),
  };
}

function measure(tensors: readonly OnnxTensor[]): ModelInspection['initializers'] {
  const byType: Record<string, number> = {};
  let sizeBytes = 0;
  let largestElements = 0;
  for (const tensor of tensors) {
    const { name } = elementTypeOf(tensor.elementType);
    const bytes = declaredBytes(tensor);
    byType[name] = (byType[name] ?? 0) + bytes;
    sizeBytes += bytes;
    largestElements = Math.max(largestElements, countElements(tensor.dims));
  }
  return { count: tensors.length, sizeBytes, largestElements, byType };
}

function declaredBytes({ dims, elementType, storedBytes }: OnnxTensor): number {
  const { bits } = elementTypeOf(elementType);
  return bits === 0 ? storedBytes : Math.ceil((countElements(dims) * bits) / 8);
}

/** The kind of number that most bytes of the weights are. */
function precisionOf(operators: ReadonlySet<string>, tensors: readonly OnnxTensor[]): Precision {
  if (operators.has('MatMulNBits') || operators.has('GatherBlockQuantized')) return 'int4';
  const bytes = new Map<Precision, number>();
  for (const tensor of tensors) {
    const precision = precisions[elementTypeOf(tensor.elementType).name];
    if (precision !== undefined) bytes.set(precision, (bytes.get(precision) ?? 0) + declaredBytes(tensor));
  }
  const [first] = [...bytes].toSorted(([, left], [, right]) => right - left);
  return first?.[0] ?? 'fp32';
}

const precisions: Readonly<Record<string, Precision>> = {
  float32: 'fp32',
  float16: 'fp16',
  float64: 'fp64',
  int8: 'int8',
  uint8: 'int8',
  int4: 'int4',
  uint4: 'int4',
};

function findProducers({ nodes, outputs }: OnnxGraph): Readonly<Record<string, string>> {
  const byOutput = new Map(
    nodes.flatMap(({ outputs: names, operator }) => names.map((name) => [name, operator])),
  );
  return Object.fromEntries(
    outputs.flatMap(({ name }) => {
      const operator = byOutput.get(name);
      return operator === undefined ? [] : [[name, operator]];
    }),
  );
}
