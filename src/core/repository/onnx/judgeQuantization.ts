import type { ModelInspection, Precision } from '../modelInspection.ts';

/** These take one scale over all rows of a batch. */
const dynamicOperators = ['DynamicQuantizeLinear', 'DynamicQuantizeMatMul', 'DynamicQuantizeLSTM'];
const weightOperators = ['MatMulNBits', 'MatMulBnb4', 'GatherBlockQuantized', 'DequantizeLinear'];

/** Weights of so few bits that plain operators scale them. */
const few: readonly Precision[] = ['int8', 'int4'];

/** How a model with these operators, and most of its weights stored so, quantizes. */
export function judgeQuantization(
  operators: ReadonlySet<string>,
  precision: Precision,
): Pick<ModelInspection, 'quantization' | 'couplingOperators'> {
  const couplingOperators = dynamicOperators.filter((name) => operators.has(name));
  if (couplingOperators.length > 0) return { quantization: 'dynamic', couplingOperators };
  const isStatic = [...operators].some(
    (name) => name === 'QuantizeLinear' || /^QLinear|^QGemm|Integer$/.test(name),
  );
  if (isStatic) return { quantization: 'static', couplingOperators };
  const isPacked = few.includes(precision) || weightOperators.some((name) => operators.has(name));
  return { quantization: isPacked ? 'weights' : 'none', couplingOperators };
}
