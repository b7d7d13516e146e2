import type { Prediction, PredictValue } from '../../client/index.ts';

/** Version of the protocol between a host page and the frame; stands in every message between windows. */
export const protocolVersion = 1;

/** How a model is asked: by typing, by an image, by an image that can be drawn as well, or by a script alone. */
export const entryKinds = ['text', 'image', 'drawing', 'values'] as const;

export type EntryKind = (typeof entryKinds)[number];

export interface LoadedModel {
  readonly name: string;
  readonly entry: EntryKind;
}

export interface EncodedFailure {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}

/** Between windows, before there is a port. A frame says hello to whoever embeds it and takes one port in return. */
export type WindowMessage = {
  readonly nearside: typeof protocolVersion;
  readonly kind: 'hello' | 'open' | 'refused';
};

/** Host to frame, through the port. */
export type HostMessage =
  | { readonly kind: 'load'; readonly id: number; readonly model: string }
  | { readonly kind: 'predict'; readonly id: number; readonly model: string; readonly value: PredictValue }
  | { readonly kind: 'cancel'; readonly id: number };

/** Frame to host, through the port. */
export type FrameMessage =
  /** First of all: the port was taken. */
  | { readonly kind: 'welcome' }
  | { readonly kind: 'progress'; readonly model: string; readonly share: number }
  | { readonly kind: 'loaded'; readonly id: number; readonly model: LoadedModel }
  | { readonly kind: 'answered'; readonly id: number; readonly prediction: Prediction }
  | { readonly kind: 'failed'; readonly id: number; readonly error: EncodedFailure }
  /** The frame is going away; nothing that was asked will be answered. */
  | { readonly kind: 'gone' };
