/** What of ONNX's ModelProto is looked at; contents of tensors are left where they are. */
export interface OnnxModel {
  readonly irVersion: number;
  readonly producer: string;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly graph: OnnxGraph;
  readonly functions: readonly OnnxFunction[];
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  /** Initializers may be listed among them. */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

export interface OnnxFunction {
  readonly domain: string;
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
}

export interface OnnxNode {
  readonly operator: string;
  /** The empty text is ONNX's own domain. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Tensors among its attributes. */
  readonly tensors: readonly OnnxTensor[];
  readonly subgraphs: readonly OnnxGraph[];
}

export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  /** ONNX's number of the type. */
  readonly elementType: number;
  /** Bytes of it in the file. */
  readonly storedBytes: number;
  /** Where the data lies if not in the file. */
  readonly externalLocation?: string;
}

export type OnnxType =
  | {
      readonly kind: 'tensor';
      readonly elementType: number;
      /** Numbers, or the names of free dimensions; undefined where the file says nothing. */
      readonly shape?: readonly (number | string)[];
    }
  | { readonly kind: 'sequence' | 'map' | 'optional' | 'sparse-tensor' | 'unknown' };

export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
}
