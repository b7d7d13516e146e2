import { replyJson } from '../core/protocol/answerProtocol.ts';
import { headerLengthName } from '../core/protocol/protocolMessage.ts';
import type { ProtocolReply } from '../core/protocol/protocolBackend.ts';
import type { EngineWanted } from '../platform/tabs/brokerMessages.ts';
import type { GateCall } from '../platform/tabs/gateMessages.ts';
import { GateLostError, GateClient } from './gateClient.ts';
import type { Found } from './hostFinder.ts';

export interface ProtocolDeskPorts {
  find(): Promise<Found>;
  readonly wanted: EngineWanted;
  /** Held by the service worker for its life. */
  readonly clientLock: Promise<string>;
}

const maxAttempts = 4;
/** An engine that is about to be there is there by then. */
const patienceMs = 15_000;
const lookAgainMs = 150;

/** Answers the protocol from the engine that a tab hosts; when that is lost, from the next one. */
export class ProtocolDesk {
  readonly #ports: ProtocolDeskPorts;
  #gate: Promise<GateClient | undefined> | undefined;

  constructor(ports: ProtocolDeskPorts) {
    this.#ports = ports;
  }

  async answer(request: Request, path: string): Promise<Response> {
    const call: GateCall = {
      method: request.method,
      path,
      headerLength: request.headers.get(headerLengthName),
      body: new Uint8Array(await request.arrayBuffer()),
    };
    const { status, headers, body } = await this.#ask(call, request.signal);
    return new Response(request.method === 'HEAD' ? null : body, { status, headers });
  }

  /** Inference is pure, so a call whose engine is gone is asked again. */
  async #ask(call: GateCall, signal: AbortSignal): Promise<ProtocolReply> {
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const gate = await this.#reach();
      if (gate === undefined) break;
      try {
        return await gate.call(call, signal);
      } catch (error) {
        if (!(error instanceof GateLostError)) throw error;
      }
    }
    return replyJson({ error: 'No tab of the app serves models: open the app first.' }, 503, {
      'Retry-After': '1',
    });
  }

  async #reach(): Promise<GateClient | undefined> {
    const known = await this.#gate;
    if (known?.isLost === false) return known;
    // Calls that come together look once.
    const looking = (this.#gate = this.#look());
    const found = await looking;
    if (found === undefined && this.#gate === looking) this.#gate = undefined;
    return found;
  }

  async #look(): Promise<GateClient | undefined> {
    const until = performance.now() + patienceMs;
    for (;;) {
      const found = await this.#ports.find();
      if (found.kind === 'nobody') return undefined;
      if (found.kind === 'host') {
        const { port1, port2 } = new MessageChannel();
        const clientLock = await this.#ports.clientLock;
        const { wanted } = this.#ports;
        found.client.postMessage({ kind: 'admit', wanted, letter: { gate: port2, clientLock } }, [port2]);
        const gate = await GateClient.open(port1);
        if (gate !== undefined) return gate;
      }
      if (performance.now() > until) return undefined;
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
    }
  }
}
