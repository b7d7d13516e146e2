import type { NearsideError } from '../../core/errors.ts';
import type { ClientPorts } from '../../platform/tabs/gateMessages.ts';

/** Where the engine is reached just now. */
export interface EngineSeat {
  /** Whether it runs in this page. */
  readonly isNear: boolean;
  readonly connect: (ports: ClientPorts) => void;
}

/** A connection of this page, which outlives the engines that serve it. */
export interface EngineUser {
  attach(seat: EngineSeat): void;
  /** The engine is gone; another will come. */
  detach(): void;
  /** There is no engine and will be none. */
  fail(error: NearsideError): void;
  /** Whether it waits for the engine. */
  isWaiting(): boolean;
}
