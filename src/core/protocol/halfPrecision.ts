const words = new Uint32Array(1);
const floats = new Float32Array(words.buffer);

/** The bits of the half-precision number nearest to `value`, ties to even; what is too large is infinite (IEEE 754 binary16). */
export function toHalfBits(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= 65520) return sign | 0x7c00;
  const exponent = Math.max(-14, exponentOf(size));
  const step = 2 ** (exponent - 10);
  const steps = roundToEven(size / step);
  // A mantissa that is rounded up over its end carries into the exponent by itself.
  return sign | (size < 2 ** -14 ? steps : ((exponent + 14) << 10) + steps);
}

/** The number that half-precision bits stand for. */
export function fromHalfBits(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** Of any number that half precision can hold: those are normal numbers of single precision. */
function exponentOf(size: number): number {
  floats[0] = size;
  return ((words[0] as number) >>> 23) - 127;
}

function roundToEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest === 0.5) return low % 2 === 0 ? low : low + 1;
  return rest < 0.5 ? low : low + 1;
}
