import type { RouteReason } from '../protocol/inference.ts';
import type { SpecDifference } from './remoteVerdict.ts';
import type { RoutingMode } from '../settings/settingsValue.ts';

/** Where a request can be answered. */
export type Side = 'local' | 'remote';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** The breaker of one model at the endpoint. */
export interface BreakerStatus {
  readonly state: BreakerState;
  /** When an open one lets a probe through; null while it is not open. */
  readonly opensUntil: number | null;
  /** Calls of the last ten seconds: all that count, those that failed, those that were too slow. */
  readonly calls: number;
  readonly failures: number;
  readonly slow: number;
  /** The latest changes, oldest first. */
  readonly history: readonly BreakerChange[];
}

export interface BreakerChange {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly state: BreakerState;
  /** In words. */
  readonly why: string;
}

/** What a call with a body of this size is expected to take, connection and inference included. */
export interface RttPoint {
  readonly sizeBytes: number;
  readonly ms: number;
}

/** Whether requests for a model may go to the endpoint now, and why not. */
export type RemoteState =
  | { readonly kind: 'open' }
  | { readonly kind: 'closed'; readonly reason: RouteReason; readonly message: string };

/** What the endpoint said of a model when it was last asked; nothing is asked before a request may go there. */
export type RemoteDescription =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'described';
      /** Those that requests may name there, as it lists them; empty where it lists none. */
      readonly versions: readonly string[];
      /** Where its inputs and outputs are others than here; absent while one side's are not known. */
      readonly differences?: readonly SpecDifference[];
    };

/** How requests for one model were and would be routed. Counts are since the start. */
export interface ModelRouting {
  /** What holds for the model: its own mode, or the general one. */
  readonly mode: RoutingMode;
  readonly remote: RemoteState;
  readonly described: RemoteDescription;
  /** When a request that came now would be answered: null where nothing is measured yet. */
  readonly localMs: number | null;
  readonly remoteMs: number | null;
  /** Smallest body first; empty before the first answer. */
  readonly rtt: readonly RttPoint[];
  /** What an attempt may take, from what was observed; never more than the endpoint's `timeoutMs`. */
  readonly timeoutMs: number;
  /** Calls that may be under way at once, how many are, and how many requests wait for one. */
  readonly concurrencyLimit: number;
  readonly inFlight: number;
  readonly waiting: number;
  readonly breaker: BreakerStatus;
  /** Answers by where they came from, over the last ten seconds and since the start. */
  readonly split: AnswerSplit;
  readonly splitTotal: AnswerSplit;
  /** Requests that the other side answered or was asked to, by why. */
  readonly fallbacks: Readonly<Record<Side, Readonly<Partial<Record<RouteReason, number>>>>>;
  /** `budget`: not started, for the budget was spent. */
  readonly hedges: {
    readonly started: number;
    readonly won: number;
    readonly lost: number;
    readonly budget: number;
  };
  /** Second attempts at the endpoint, and those that the budget did not allow. */
  readonly retries: { readonly made: number; readonly budget: number };
  /** Calls made beside an answer from here, to learn how long they take. */
  readonly probes: number;
  /** HTTP calls, the requests that they carried, and the bytes of their bodies. */
  readonly calls: number;
  readonly requests: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

export interface AnswerSplit {
  readonly local: number;
  readonly remote: number;
  readonly cache: number;
}

/** The endpoint as the settings and what was seen of it say. */
export interface EndpointStatus {
  readonly url: string;
  /** As the consent is asked with. */
  readonly host: string;
  readonly hasToken: boolean;
  /** Whether the person agreed to send inputs there. */
  readonly hasConsent: boolean;
  readonly timeoutMs: number;
  /** `unknown` before the first call. */
  readonly state: 'unknown' | 'answering' | 'failing';
  /** Why the latest call failed, in words. */
  readonly failure?: string;
  /** How tensors travel there. */
  readonly form: 'unknown' | 'binary' | 'json';
  readonly inFlight: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

/** Everything there is to know of routing now: plain data, safe for structured clone. */
export interface RoutingStatus {
  readonly at: number;
  readonly mode: RoutingMode;
  readonly hasHedging: boolean;
  readonly isOnline: boolean;
  /** Null without an endpoint. */
  readonly endpoint: EndpointStatus | null;
  readonly models: Readonly<Record<string, ModelRouting>>;
}
