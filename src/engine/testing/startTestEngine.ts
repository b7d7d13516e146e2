import type { EncodedError } from '../../core/errors.ts';
import type { ImageReader } from '../../core/ports.ts';
import type { Tensor } from '../../core/protocol/tensor.ts';
import type { WireOptions } from '../../core/protocol/inference.ts';
import type { OutgoingRequest, SendVerdict } from '../../core/routing/outgoingRequest.ts';
import type { ModelUsage } from '../../core/scheduling/modelUsage.ts';
import type { StoredVerdict } from '../../core/scheduling/keptVerdict.ts';
import type { SettingsValue } from '../../core/settings/settingsValue.ts';
import type { AnswerLead, EngineMessage, ExecutionTrace } from '../clientMessages.ts';
import type { ClientSession } from '../clientSession.ts';
import { createHash128 } from '../../platform/crypto/createHash128.ts';
import { createEngine } from '../createEngine.ts';
import type { Engine } from '../engine.ts';
import type { EngineControl } from '../engineControl.ts';
import { unpackAnswers } from '../packedAnswers.ts';
import { FakeClock } from './fakeClock.ts';
import { FakeNetwork } from './fakeNetwork.ts';
import { FakeFactory } from './fakeInstances.ts';
import { createFakeReader } from './fakeModels.ts';
import { MemoryResultStore } from '../../core/caching/testing/memoryResultStore.ts';

/** One answer as a page would see it. */
export interface SeenAnswer {
  readonly at: number;
  readonly error?: EncodedError;
  readonly scores?: Float32Array;
  readonly outputs?: Readonly<Record<string, Tensor>>;
  readonly queueMs?: number;
  readonly trace?: ExecutionTrace;
}

export interface TestPage {
  readonly session: ClientSession;
  readonly control: EngineControl;
  readonly close: () => void;
  /** All that came for each id. */
  readonly answers: Map<number, SeenAnswer[]>;
  /** Ids of requests whose answers were said to come in a moment. */
  readonly announced: readonly number[];
  readonly messages: EngineMessage[];
  /** Asks for the rows; ids count up from 1. */
  infer(
    model: string,
    rows: readonly (readonly number[])[],
    options?: WireOptions & { readonly version?: string; readonly outputs?: readonly string[] },
  ): number;
  /** One `predict` a row. */
  predict(model: string, rows: readonly (readonly number[])[], options?: WireOptions): readonly number[];
}

export interface TestEngine {
  readonly clock: FakeClock;
  readonly factory: FakeFactory;
  readonly network: FakeNetwork;
  readonly engine: Engine;
  readonly reads: readonly string[];
  readonly written: SettingsValue[];
  readonly resultStore: MemoryResultStore;
  /** The WebGPU adapter that there is. */
  readonly adapter: { name: string | undefined };
  readonly device: { isSparing: boolean };
  readonly verdicts: ReadonlyMap<string, StoredVerdict>;
  /** How often models were asked, as it is kept. */
  readonly usage: { readonly kept: ModelUsage };
  /** A page that is asked before something leaves the device, where it has a `judge`. */
  readonly connect: (judge?: Judge) => TestPage;
}

/** Undefined: it never answers. */
export type Judge = (request: OutgoingRequest) => SendVerdict | undefined;

/** Has no images. */
const imageReader: ImageReader = {
  read: () => Promise.resolve({ width: 1, height: 1, data: new Uint8Array(4) }),
};

const hash = await createHash128();

/** An engine on fakes alone. */
export function startTestEngine({
  versions = ['1'],
  stored,
  images = imageReader,
  resultStore = new MemoryResultStore(),
  verdicts = new Map<string, StoredVerdict>(),
  usage = { kept: {} },
}: {
  readonly versions?: readonly string[];
  readonly stored?: Partial<SettingsValue>;
  readonly images?: ImageReader;
  readonly resultStore?: MemoryResultStore;
  readonly verdicts?: Map<string, StoredVerdict>;
  readonly usage?: { kept: ModelUsage };
} = {}): TestEngine {
  const clock = new FakeClock();
  const factory = new FakeFactory(clock);
  const network = new FakeNetwork(clock);
  const { reader, reads } = createFakeReader({ versions });
  const written: SettingsValue[] = [];
  const adapter: { name: string | undefined } = { name: undefined };
  const device = { isSparing: false };
  const engine = createEngine({
    clock,
    factory,
    reader,
    verdicts: {
      read: (key) => Promise.resolve(verdicts.get(key)),
      write: (key, verdict) => {
        verdicts.set(key, verdict);
        return Promise.resolve();
      },
    },
    probe: {
      runtime: 'fake',
      browser: 'fake',
      readAdapter: () => Promise.resolve(adapter.name),
      isSparing: () => device.isSparing,
      wallTime: () => clock.now(),
    },
    settingsStore: {
      read: () => Promise.resolve(written.at(-1) ?? stored),
      write: (value) => {
        written.push(value);
        return Promise.resolve();
      },
    },
    usageStore: {
      read: () => Promise.resolve(usage.kept),
      write: (next) => {
        usage.kept = next;
        return Promise.resolve();
      },
    },
    imageReader: images,
    hash: Promise.resolve(hash),
    resultStore,
    announceClear: () => undefined,
    network,
    environment: { isolated: true, cores: 4, engineRealm: 'page' },
    pageUrl: 'https://example.test/',
  });
  const connect = (judge?: Judge): TestPage => connectPage(engine, clock, judge);
  return {
    clock,
    factory,
    network,
    engine,
    reads,
    written,
    resultStore,
    adapter,
    device,
    verdicts,
    usage,
    connect,
  };
}

function connectPage(engine: Engine, clock: FakeClock, judge: Judge | undefined): TestPage {
  const answers = new Map<number, SeenAnswer[]>();
  const messages: EngineMessage[] = [];
  const leads = new Map<string, AnswerLead>();
  const note = (id: number, answer: Omit<SeenAnswer, 'at'>): void => {
    answers.set(id, [...(answers.get(id) ?? []), { at: clock.now(), ...answer }]);
  };
  const announced: number[] = [];
  const send = (message: EngineMessage): void => {
    messages.push(message);
    if (message.kind === 'refused') for (const id of message.ids) note(id, { error: message.error });
    else if (message.kind === 'answered') {
      const { id, outputs, trace, queueMs } = message;
      note(id, { outputs, trace, queueMs });
    } else if (message.kind === 'screen') {
      const { id, request } = message;
      clock.soon(() => {
        const verdict = judge?.(request);
        if (verdict !== undefined) session.receive({ kind: 'screened', id, verdict });
      });
    } else if (message.kind === 'lead') leads.set(message.lead.key, message.lead);
    else if (message.kind === 'classified') {
      const { ids, scores, classes, queueMs, batchSize, inputMs, computeMs, outputMs } = unpackAnswers(
        message.packed,
      );
      const lead = leads.get(message.key) as AnswerLead;
      const trace = { ...lead.trace, batchSize, inputMs, computeMs, outputMs };
      for (const [row, id] of ids.entries()) {
        const own = scores.slice(row * classes, (row + 1) * classes);
        note(id, { scores: own, trace, queueMs: queueMs[row] as number });
      }
    }
  };
  const connection = engine.connect(send, { announce: (id) => announced.push(id) });
  const { session, control } = connection;
  if (judge !== undefined) session.receive({ kind: 'screening' });
  let nextId = 1;
  return {
    session,
    control,
    close: () => {
      connection.close();
    },
    answers,
    announced,
    messages,
    infer: (model, rows, { version, outputs, ...options } = {}) => {
      const firstId = nextId;
      nextId += 1;
      const width = rows[0]?.length ?? 0;
      const x: Tensor = {
        datatype: 'FP32',
        shape: [rows.length, width],
        data: Float32Array.from(rows.flat()),
      };
      const request = {
        model,
        inputs: { x },
        ...(version === undefined ? {} : { version }),
        ...(outputs === undefined ? {} : { outputs }),
      };
      const parcel = { kind: 'infer', firstId, options, requests: [request] } as const;
      session.receive({ kind: 'requests', requestStartAt: clock.now(), parcels: [parcel] });
      return firstId;
    },
    predict: (model, rows, options = {}) => {
      const firstId = nextId;
      nextId += rows.length;
      const rowLength = rows[0]?.length ?? 0;
      const values = Float32Array.from(rows.flat());
      const parcel = { kind: 'row', firstId, options, model, rowLength, values } as const;
      session.receive({ kind: 'requests', requestStartAt: clock.now(), parcels: [parcel] });
      return rows.map((_, index) => firstId + index);
    },
  };
}
