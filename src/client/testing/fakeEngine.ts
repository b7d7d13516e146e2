import type { ClientMessage, EngineMessage, Parcel } from '../../engine/clientMessages.ts';
import { RequestChannel } from '../requestChannel.ts';

export const trace = {
  source: 'local',
  reason: 'mode',
  model: 'm',
  version: '1',
  variant: 'fp32',
  backend: 'wasm',
  batchSize: 1,
  inputMs: 1,
  computeMs: 2,
  outputMs: 3,
} as const;

/** The engine's end of a page's request channel: what came, and what it says. */
export class FakeEngine {
  readonly #channel = new MessageChannel();
  readonly received: ClientMessage[] = [];
  readonly page = new RequestChannel({
    onModels: () => undefined,
    onProgress: () => undefined,
    onWaiting: () => undefined,
    mayOvertake: () => this.mayOvertake,
  });
  mayOvertake = true;
  #wake: () => void = () => undefined;

  constructor() {
    this.page.attach(this.#channel.port1, { isNear: true });
    this.#channel.port2.onmessage = ({ data }: MessageEvent<ClientMessage>) => {
      this.received.push(data);
      this.#wake();
    };
  }

  /** The messages so far, once there are `count`. */
  async messages(count: number): Promise<readonly ClientMessage[]> {
    while (this.received.length < count) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.received;
  }

  async parcels(messages: number): Promise<readonly Parcel[]> {
    const all = await this.messages(messages);
    return all.flatMap((message) => (message.kind === 'requests' ? message.parcels : []));
  }

  say(message: EngineMessage): void {
    this.#channel.port2.postMessage(message);
  }

  openLane(port: MessagePort): void {
    const cache = { kind: 'page', maxBytes: 1e6, ttlMs: null } as const;
    const message = { kind: 'lane-open', model: 'm', key: 'k', lane: { kind: 'port', port }, cache } as const;
    this.#channel.port2.postMessage(message, [port]);
  }

  answer(id: number, value: number): void {
    const outputs = { y: { datatype: 'FP32', shape: [1], data: Float32Array.of(value) } } as const;
    this.say({ kind: 'answered', id, answer: 'predict', outputs, queueMs: 4, extraInputMs: 0, trace });
  }

  /** Everything that was sent before has arrived. */
  async settle(): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    for (let round = 0; round < 2; round += 1) {
      await new Promise((resolve) => {
        port2.onmessage = resolve;
        port1.postMessage('ping');
      });
    }
    port1.close();
  }

  end(): void {
    this.#channel.port1.close();
  }
}
