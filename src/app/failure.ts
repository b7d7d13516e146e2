/** A rejection, ready to be shown. */
export interface Failure {
  /** The code of a NearsideError; `unexpected` for anything else that was thrown. */
  readonly code: string;
  readonly message: string;
}

export function describeFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: 'unexpected', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'unexpected';
  return { code, message: error.message };
}
