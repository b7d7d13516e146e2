import type { Tensor } from './tensor.ts';

export type ParameterValue = string | number | boolean;

export interface RequestedOutput {
  readonly name: string;
  /** What this output asks for; else the request decides. */
  readonly isBinary?: boolean;
}

/** The body of an inference request; model and version stand in the path. */
export interface ProtocolRequest {
  readonly id?: string;
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  readonly inputs: Readonly<Record<string, Tensor>>;
  /** Absent: all outputs. */
  readonly outputs?: readonly RequestedOutput[];
  /** Whether outputs that say nothing themselves are wanted as binary. @default false */
  readonly isBinaryOutput?: boolean;
}

/** The body of an inference response. */
export interface ProtocolResponse {
  readonly model?: string;
  readonly version?: string;
  readonly id?: string;
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
}

/** A body as it goes over the wire. */
export interface EncodedMessage {
  readonly body: Uint8Array<ArrayBuffer>;
  /** Bytes of the JSON part, for the header {@link headerLengthName}; absent where the body is JSON alone. */
  readonly headerLength?: number;
}

/** The header that tells where the JSON ends and the tensors begin. */
export const headerLengthName = 'Inference-Header-Content-Length';
