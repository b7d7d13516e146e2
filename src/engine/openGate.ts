import { answerProtocol } from '../core/protocol/answerProtocol.ts';
import type { ProtocolBackend } from '../core/protocol/protocolBackend.ts';
import { takeMessage } from '../platform/workers/takeMessage.ts';
import type { ClientPorts, GateCall, GateCommand, GateNotice } from '../platform/tabs/gateMessages.ts';

export interface GateEngine {
  /** Connects a client of another realm; gives the way to end it. */
  connect(ports: ClientPorts): () => void;
  /** Answers the protocol; made when it is first asked for. */
  protocol(): ProtocolBackend;
  readonly serverVersion: string;
  /** Held for as long as the engine lives. */
  readonly engineLock: string;
}

/** Calls back once the realm that holds `clientLock` is gone. */
export type AwaitDeath = (clientLock: string, signal: AbortSignal, onDeath: () => void) => void;

/** Lets a client of another realm in, until it leaves or is gone; everything of its is then ended. */
export function openGate(
  gate: MessagePort,
  clientLock: string,
  engine: GateEngine,
  awaitDeath: AwaitDeath,
): void {
  const ended = new AbortController();
  const ends: (() => void)[] = [];
  const calls = new Map<number, AbortController>();

  const tell = (notice: GateNotice, transfer: Transferable[] = []): void => {
    gate.postMessage(notice, transfer);
  };

  const leave = (): void => {
    if (ended.signal.aborted) return;
    ended.abort();
    for (const end of ends) end();
    for (const call of calls.values()) call.abort();
    gate.close();
  };

  async function answer(id: number, { body, ...head }: GateCall): Promise<void> {
    const call = new AbortController();
    calls.set(id, call);
    try {
      const reply = await answerProtocol(
        { ...head, readBody: () => Promise.resolve(body), signal: call.signal },
        engine.protocol(),
        { serverVersion: engine.serverVersion },
      );
      tell({ kind: 'reply', id, reply }, [reply.body.buffer]);
    } catch {
      // It was cancelled: nobody waits for the reply.
    } finally {
      calls.delete(id);
    }
  }

  gate.onmessage = (event: MessageEvent<GateCommand>) => {
    const command = takeMessage(event);
    switch (command.kind) {
      case 'connect':
        ends.push(engine.connect(command.ports));
        return;
      case 'ping':
        tell({ kind: 'pong' });
        return;
      case 'call':
        void answer(command.id, command.call);
        return;
      case 'cancel':
        calls.get(command.id)?.abort();
        return;
      case 'leave':
        leave();
    }
  };
  awaitDeath(clientLock, ended.signal, leave);
  tell({ kind: 'welcome', engineLock: engine.engineLock });
}
