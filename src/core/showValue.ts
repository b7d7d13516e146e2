const maxShown = 200;

/** Any value for a message: as JSON has it where it can, cut where that is long. */
export function showValue(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  const text = toJson(value) ?? (Array.isArray(value) ? 'a list' : typeof value);
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
}

/** Undefined for what JSON has no form for: functions, symbols, values that hold themselves or whole numbers of any size. */
function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
