import type { Datatype } from '../protocol/tensor.ts';

/** An input or output as the file declares it. */
export interface DeclaredValue {
  readonly name: string;
  readonly kind: 'tensor' | 'sequence' | 'map' | 'optional' | 'sparse-tensor' | 'unknown';
  /** ONNX's name of the element type; tensors alone. */
  readonly elementType?: string;
  /** The protocol's name of it; undefined where it has none, so that the value cannot be carried. */
  readonly datatype?: Datatype;
  /** Sizes, or the names of free dimensions ('' for an unnamed one); undefined where the file says nothing. */
  readonly shape?: readonly (number | string)[];
}

export interface OperatorCount {
  /** '' is ONNX's own. */
  readonly domain: string;
  readonly name: string;
  readonly count: number;
}

/**
 * How numbers are stored and computed: as they are; weights alone in few bits; quantized with scales that the file holds; with scales
 * taken from each batch.
 */
export type QuantizationScheme = 'none' | 'weights' | 'static' | 'dynamic';

export type Precision = 'fp32' | 'fp16' | 'fp64' | 'int8' | 'int4';

/** What a model's file says of itself, read without running anything. */
export interface ModelInspection {
  readonly format: 'onnx' | 'ort';
  readonly sizeBytes: number;
  /** SHA-256 in hex. */
  readonly digest: string;
  readonly irVersion: number;
  readonly producer?: string;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  /** Those of subgraphs and of the model's own functions included, by falling count. */
  readonly operators: readonly OperatorCount[];
  readonly functions: readonly string[];
  /** Initializers that are listed as inputs left out. */
  readonly inputs: readonly DeclaredValue[];
  readonly outputs: readonly DeclaredValue[];
  readonly initializers: {
    readonly count: number;
    /** By their shapes, whether in this file or beside it. */
    readonly sizeBytes: number;
    /** Elements of the largest. */
    readonly largestElements: number;
    readonly byType: Readonly<Record<string, number>>;
  };
  /** Names of the files that hold data beside this one. */
  readonly externalFiles: readonly string[];
  readonly quantization: QuantizationScheme;
  readonly precision: Precision;
  /** Operators that take one scale over a whole batch, so that its rows change each other. */
  readonly couplingOperators: readonly string[];
  /** The operator that makes each output, by the output's name. */
  readonly producers: Readonly<Record<string, string>>;
}
