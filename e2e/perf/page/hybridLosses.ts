import { driveSequential } from './drive.ts';
import { bypass, callUneven, changeRemote, connectHybrid, killWorkers, measureSides } from './hybridPage.ts';
import type { Figures, Inputs } from './scenario.ts';
import { median, medianRatio } from './statistics.ts';

/**
 * The instance is killed while one request after the other is run: from the last answer that it gave to the first of the endpoint. It
 * died in between, so that is the most that its loss can have cost. (A worker that sleeps in shared memory outlives `terminate()` by
 * two seconds, and goes on answering.)
 */
export async function runLocalLoss(inputs: Inputs): Promise<Figures> {
  const nearside = await connectHybrid(inputs);
  await changeRemote({ delayMs: 20 });
  const { localMs, remoteMs } = await measureSides(nearside);
  await nearside.settings.update({ mode: 'prefer-local', hedging: false });
  const call = callUneven(nearside);
  const gapMs: number[] = [];
  let asked = 0;
  const callUntil = async (source: 'local' | 'remote'): Promise<number> => {
    let lastAt = performance.now();
    for (;;) {
      const { trace } = await call((asked += 1));
      const now = performance.now();
      if (trace.source === source) return now - lastAt;
      lastAt = now;
    }
  };
  for (let round = 0; round < inputs.rounds; round += 1) {
    await driveSequential(call, 20);
    await killWorkers();
    gapMs.push(await callUntil('remote'));
    // An instance is back.
    await callUntil('local');
  }
  await nearside.settings.update({ mode: 'local-only', hedging: true });
  return {
    metrics: { localMs, rttMs: remoteMs, gapMs: median(gapMs), overRttMs: median(gapMs) - remoteMs },
    ratios: {},
    samples: inputs.rounds,
  };
}

/** The endpoint fails until its breaker is open: one digit after the other, against a device that never heard of it. */
export async function runRemoteLoss(inputs: Inputs): Promise<Figures> {
  const nearside = await connectHybrid(inputs);
  const rows = Float32Array.from(inputs.digits);
  const count = rows.length / 784;
  const reasons: (string | undefined)[] = [];
  const call = async (index: number): Promise<void> => {
    const row = rows.subarray((index % count) * 784, ((index % count) + 1) * 784);
    reasons.push((await nearside.predict('digits', row, bypass)).trace.reason);
  };
  await changeRemote({ delayMs: 0, isFailing: true });
  const times: Record<'local-only' | 'prefer-remote', number[]> = { 'local-only': [], 'prefer-remote': [] };
  let open = 0;
  let asked = 0;
  for (let round = -1; round < inputs.rounds; round += 1) {
    for (const mode of ['local-only', 'prefer-remote'] as const) {
      await nearside.settings.update({ mode });
      await driveSequential(call, 50);
      reasons.length = 0;
      const latencies = await driveSequential(call, 300);
      if (round < 0) continue;
      times[mode].push(median(latencies));
      if (mode === 'local-only') continue;
      open += reasons.filter((reason) => reason === 'breaker-open').length;
      asked += reasons.length;
    }
  }
  await changeRemote({ isFailing: false });
  await nearside.settings.update({ mode: 'local-only' });
  return {
    metrics: {
      localP50Ms: median(times['local-only']),
      p50Ms: median(times['prefer-remote']),
      openShare: open / asked,
    },
    ratios: { p50ToLocal: medianRatio(times['prefer-remote'], times['local-only']) },
    samples: inputs.rounds * 300,
  };
}
