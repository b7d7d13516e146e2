import type { ProtocolReply } from '../../core/protocol/protocolBackend.ts';

/** The ports of one connection: seldom calls through Comlink, requests and answers as packed messages. */
export interface ClientPorts {
  readonly control: MessagePort;
  readonly requests: MessagePort;
}

/** A call of the protocol as it crosses realms. */
export interface GateCall {
  readonly method: string;
  readonly path: string;
  readonly headerLength: string | null;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** To an engine in another realm. */
export type GateCommand =
  | { readonly kind: 'connect'; readonly ports: ClientPorts }
  | { readonly kind: 'ping' }
  | { readonly kind: 'call'; readonly id: number; readonly call: GateCall }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'leave' };

/** From the engine. */
export type GateNotice =
  /** The way is open. `engineLock` is held for as long as the engine lives. */
  | { readonly kind: 'welcome'; readonly engineLock: string }
  | { readonly kind: 'pong' }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: ProtocolReply };
