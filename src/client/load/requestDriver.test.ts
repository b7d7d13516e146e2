import { describe, expect, test, vi } from 'vitest';
import { NearsideError } from '../../core/errors.ts';
import { LoadLedger } from '../../core/load/loadLedger.ts';
import { keepOutstanding } from './keepOutstanding.ts';
import { RequestDriver, type RunPorts } from './requestDriver.ts';

interface Sent extends PromiseWithResolvers<unknown> {
  readonly index: number;
}

/** A target whose answers come when the test says so. */
function createDriver() {
  const sent: Sent[] = [];
  const watched = new Set<AbortSignal>();
  const stop = new AbortController();
  const fail = vi.fn();
  let nextIndex = 0;
  const ports: RunPorts = {
    target: {
      rowsPerRequest: 1,
      send: (index, signal) => {
        const answer = { index, ...Promise.withResolvers<unknown>() };
        if (!watched.has(signal)) {
          watched.add(signal);
          signal.addEventListener('abort', () => {
            for (const { reject } of sent) reject(signal.reason);
          });
        }
        sent.push(answer);
        return answer.promise;
      },
      readGauges: () => Promise.reject(new Error('unused')),
      close: () => undefined,
    },
    signal: stop.signal,
    nextIndex: () => (nextIndex += 1) - 1,
    fail,
  };
  const driver = new RequestDriver(ports, new LoadLedger({ seconds: 1, sloMs: 1000 }));
  return { driver, sent, stop, fail };
}

const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });

describe('RequestDriver', () => {
  test('answers and refusals are counted, each request once and numbered on', async () => {
    const { driver, sent, fail } = createDriver();
    for (const at of [0, 1, 2]) driver.send(at, 0);
    sent[0]!.resolve('answer');
    sent[1]!.reject(new NearsideError('queue-full', 'Expected room, got none.'));
    sent[2]!.reject(new Error('odd'));
    await driver.drain(1000);
    expect(sent.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(driver.ledger).toMatchObject({
      offered: 3,
      completed: 1,
      refused: { 'queue-full': 1, unexpected: 1 },
    });
    expect(fail).not.toHaveBeenCalled();
  });

  test('latency counts from the intended start', async () => {
    const { driver, sent } = createDriver();
    driver.send(-5000, 5000);
    sent[0]!.resolve('answer');
    await driver.drain(1000);
    expect(driver.ledger.latency.quantile(1)).toBeGreaterThan(4900);
    expect(driver.ledger.inTime).toBe(0);
  });

  test('what a stop withdraws is unanswered, not refused', async () => {
    const { driver, sent, stop } = createDriver();
    driver.send(0);
    driver.send(0);
    sent[0]!.resolve('answer');
    await nextTask();
    stop.abort();
    await driver.drain(1000);
    expect(driver.ledger).toMatchObject({ completed: 1, refused: {}, unanswered: 1 });
  });

  test('what has no answer in time is given up', async () => {
    const { driver } = createDriver();
    driver.send(0);
    await driver.drain(1);
    expect(driver.ledger).toMatchObject({ offered: 1, refused: {}, unanswered: 1 });
  });

  test('a refusal of the plan itself ends the run', async () => {
    const { driver, sent, fail } = createDriver();
    driver.send(0);
    const error = new NearsideError('bad-input', 'Expected a plan, got nonsense.');
    sent[0]!.reject(error);
    await driver.drain(1000);
    expect(fail).toHaveBeenCalledWith(error);
  });
});

describe('keepOutstanding', () => {
  test('each answer is followed by another request, up to the number asked for', async () => {
    const { driver, sent, stop } = createDriver();
    const keeping = keepOutstanding(driver, { outstanding: 3, requests: 7, signal: stop.signal });
    expect(sent).toHaveLength(3);
    for (let index = 0; index < 7; index += 1) {
      sent[index]!.resolve('answer');
      await nextTask();
      expect(driver.outstanding).toBe(Math.min(3, 6 - index));
    }
    await keeping;
    expect(sent).toHaveLength(7);
  });

  test('refusals at once leave the task: without end they would freeze the page', async () => {
    const { driver, sent, stop } = createDriver();
    const push = sent.push.bind(sent);
    sent.push = (answer: Sent) => {
      answer.reject(new NearsideError('deadline', 'Expected time, got none.'));
      return push(answer);
    };
    const keeping = keepOutstanding(driver, { outstanding: 1, requests: 50, signal: stop.signal });
    for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
    expect(sent).toHaveLength(1);
    await keeping;
    await driver.drain(1000);
    expect(driver.ledger.refused).toEqual({ deadline: 50 });
  });

  test('a stop ends it', async () => {
    const { driver, sent, stop } = createDriver();
    const keeping = keepOutstanding(driver, { outstanding: 2, signal: stop.signal });
    stop.abort();
    await keeping;
    await driver.drain(1000);
    expect(sent).toHaveLength(2);
  });
});
