import type { ModelInspection } from '../modelInspection.ts';

/** These take one scale over all rows of a batch. */
const dynamicOperators = ['DynamicQuantizeLinear', 'DynamicQuantizeMatMul', 'DynamicQuantizeLSTM'];
const weightOperators = ['MatMulNBits', 'MatMulBnb4', 'GatherBlockQuantized', 'DequantizeLinear'];

/** How a model with these operators quantizes. */
export function judgeQuantization(
  operators: ReadonlySet<string>,
): Pick<ModelInspection, 'quantization' | 'couplingOperators'> {
  const couplingOperators = dynamicOperators.filter((name) => operators.has(name));
  if (couplingOperators.length > 0) return { quantization: 'dynamic', couplingOperators };
  const isStatic = [...operators].some(
    (name) => name === 'QuantizeLinear' || /^QLinear|^QGemm|Integer$/.test(name),
  );
  if (isStatic) return { quantization: 'static', couplingOperators };
  const isPacked = weightOperators.some((name) => operators.has(name));
  return { quantization: isPacked ? 'weights' : 'none', couplingOperators };
}
