import type { InferResponse, Nearside, RequestOptions, Tensor } from '../../../src/client/index.ts';
import type { StubChange } from '../stubRemote.ts';
import { driveSequential } from './drive.ts';
import { connectLoaded, type Inputs } from './scenario.ts';
import { median } from './statistics.ts';

/** What the test lets the page do to the inference workers. */
interface HybridPage {
  readonly killWorkers: () => Promise<void>;
}

export type Call = (index: number) => Promise<InferResponse>;

export const { killWorkers } = globalThis as unknown as HybridPage;
export const model = 'uneven';
export const bypass = { cache: 'bypass' } as const;

let remoteUrl = '';

/** Changes what the stub does; gives how many inferences it was asked for so far. */
export async function changeRemote(change: StubChange): Promise<number> {
  const response = await fetch(`${remoteUrl}/change`, { method: 'POST', body: JSON.stringify(change) });
  return (await response.json()) as number;
}

/** One instance, and an endpoint that the person agreed to. */
export async function connectHybrid({ remote, uneven }: Inputs): Promise<Nearside> {
  remoteUrl = remote;
  const { nearside } = await connectLoaded('digits');
  if (uneven !== undefined) await nearside.models.add(Uint8Array.from(uneven).buffer, { name: model });
  await nearside.settings.update({
    instances: 1,
    batching: true,
    hedging: true,
    mode: 'local-only',
    remote: { url: remote },
    remoteConsent: true,
  });
  if (uneven !== undefined) await nearside.models.load(model);
  return nearside;
}

/** Asks the uneven model: `extra` makes the run here longer. */
export function callUneven(
  nearside: Nearside,
  options: RequestOptions = {},
): (index: number, extra?: number) => Promise<InferResponse> {
  return (index, extra = 0) => {
    const x: Tensor = {
      datatype: 'FP32',
      shape: [1, 4],
      data: Float32Array.of(extra === 0 ? 0 : 10 + extra, (index % 1000) / 1000, 0, 0),
    };
    return nearside.infer({ model, inputs: { x } }, { ...bypass, ...options });
  };
}

/** Latencies on each side, for a model and a remote that nothing else is asked of. */
export async function measureSides(
  nearside: Nearside,
  extra = 0,
): Promise<{ localMs: number; remoteMs: number }> {
  const [local, remote] = (['local', 'remote'] as const).map((route) => {
    const call = callUneven(nearside, { route });
    return (index: number) => call(index, extra);
  }) as [Call, Call];
  for (const call of [local, remote]) await driveSequential(call, 20);
  return {
    localMs: median(await driveSequential(local, 40)),
    remoteMs: median(await driveSequential(remote, 40)),
  };
}
