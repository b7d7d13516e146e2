import type { GateCommand, GateNotice } from '../../platform/tabs/gateMessages.ts';
import type { Announcement, SeatEvents, TabLocks, TabPorts } from './tabPorts.ts';

export interface GuestEvents extends SeatEvents {
  /** Nothing was heard of the host for too long, though something waits for it. */
  onSilent(): void;
}

export interface GuestOptions {
  readonly hostName: string;
  readonly locks: TabLocks;
  /** Held by this tab; the engine forgets it when the lock is free. */
  readonly clientLock: Promise<string>;
}

/** The way to the engine of another tab, or the asking for one. */
interface Gate {
  readonly port: MessagePort;
  readonly ended: AbortController;
  /** Known once the engine has let this tab in. */
  engineLock?: string;
}

const beatMs = 2000;
const maxMissedBeats = 3;

/** A tab that is served by the engine of another: it asks to be let in, and hears when that engine is gone or sleeps. */
export class GuestRole {
  readonly #ports: TabPorts;
  readonly #options: GuestOptions;
  readonly #events: GuestEvents;
  #isOver = false;
  #gate: Gate | undefined;
  #cancelBeat: (() => void) | undefined;
  #missedBeats = 0;

  constructor(ports: TabPorts, options: GuestOptions, events: GuestEvents) {
    this.#ports = ports;
    this.#options = options;
    this.#events = events;
  }

  /** Asks the host to be let in. When there is none yet, its announcement comes later. */
  async join(): Promise<void> {
    const { hostName, clientLock } = this.#options;
    const ownLock = await clientLock;
    this.#dropGate();
    if (this.#isOver) return;
    const { port1, port2 } = new MessageChannel();
    const gate: Gate = { port: port1, ended: new AbortController() };
    this.#gate = gate;
    port1.onmessage = ({ data }: MessageEvent<GateNotice>) => {
      this.#missedBeats = 0;
      if (data.kind === 'welcome' && this.#gate === gate) this.#enter(gate, data.engineLock);
    };
    this.#ports.broker.join(hostName, { gate: port2, clientLock: ownLock });
    this.watch();
  }

  /** An engine is up. Unless it is the one that serves this tab, that one is obsolete. */
  hearAnnouncement({ hostName, engineLock }: Announcement): void {
    if (hostName !== this.#options.hostName || this.#gate?.engineLock === engineLock) return;
    this.hearLife();
    void this.join();
  }

  /** There is somebody who hosts, or is about to. */
  hearLife(): void {
    this.#missedBeats = 0;
  }

  /** Beats while something waits for the engine, or the engine is waited for. */
  watch(): void {
    if (this.#cancelBeat !== undefined || this.#isOver) return;
    this.#cancelBeat = this.#ports.clock.after(beatMs, () => {
      this.#cancelBeat = undefined;
      const isSeated = this.#gate?.engineLock !== undefined;
      if (isSeated && !this.#events.isWaiting()) {
        this.#missedBeats = 0;
        return;
      }
      this.#missedBeats += 1;
      if (this.#missedBeats > maxMissedBeats) {
        this.#missedBeats = 0;
        this.#events.onSilent();
      } else if (isSeated) this.#send({ kind: 'ping' });
      this.watch();
    });
  }

  end(): void {
    this.#isOver = true;
    this.#cancelBeat?.();
    this.#dropGate();
  }

  #enter(gate: Gate, engineLock: string): void {
    gate.engineLock = engineLock;
    const { signal } = gate.ended;
    this.#options.locks
      .request(engineLock, { signal }, () => {
        this.#dropGate();
        void this.join();
      })
      .catch(() => undefined);
    this.#events.onSeated({
      isNear: false,
      connect: (ports) => {
        this.#send({ kind: 'connect', ports }, [ports.control, ports.requests]);
      },
    });
  }

  #dropGate(): void {
    const gate = this.#gate;
    if (gate === undefined) return;
    this.#send({ kind: 'leave' });
    this.#gate = undefined;
    gate.ended.abort();
    gate.port.close();
    if (gate.engineLock !== undefined) this.#events.onUnseated();
  }

  #send(command: GateCommand, transfer: Transferable[] = []): void {
    this.#gate?.port.postMessage(command, transfer);
  }
}
