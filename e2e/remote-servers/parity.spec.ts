import { readGolden, readModelNames, type Golden } from '../support/golden.ts';
import { openHybrid } from './support/openHybrid.ts';
import type { SeenCall } from './support/startProxy.ts';
import { expect, test } from './support/test.ts';

/** Two builds of one runtime, for two processors: the int8 models differ most. */
const tolerance = 1e-3;

interface Comparison {
  readonly largest: number;
  readonly shapes: readonly (readonly number[])[];
  readonly remote: { readonly source: string; readonly reason?: string; readonly variant: string };
}

test.describe('answers are those of this device', () => {
  for (const model of readModelNames()) {
    for (const form of ['binary', 'json'] as const) {
      test(`${model}, ${form}`, async ({ page, corsProxy, kind }) => {
        test.skip(form === 'binary' && kind === 'mlserver', 'MLServer has no binary tensors');
        corsProxy.refuseBinary(form === 'json');
        await openHybrid(page, corsProxy.url);
        const { largest, shapes, remote } = await page.evaluate(compare, { model, ...readGolden(model) });
        expect(remote).toMatchObject({ source: 'remote', reason: 'asked', variant: 'remote' });
        expect(shapes[0]).toEqual(shapes[1]);
        expect(largest).toBeLessThanOrEqual(tolerance);
        expect(infersIn(corsProxy.seen).at(-1)?.form).toBe(form);
        process.stdout.write(
          `      ${kind} ${model} ${form}: largest difference ${largest.toExponential(1)}\n`,
        );
      });
    }
  }

  async function compare({ model, inputs }: Golden & { readonly model: string }): Promise<Comparison> {
    const nearside = await window.nearside;
    const tensors = Object.fromEntries(
      Object.entries(inputs).map(([name, { datatype, shape, data }]) => {
        const values = datatype === 'INT32' ? Int32Array.from(data) : Float32Array.from(data);
        return [name, { datatype, shape, data: values }];
      }),
    );
    const ask = (route: 'local' | 'remote') =>
      nearside.infer({ model, inputs: tensors }, { route, cache: 'bypass' });
    const [local, remote] = [await ask('local'), await ask('remote')];
    let largest = 0;
    const shapes: (readonly number[])[] = [];
    for (const [name, { data, shape }] of Object.entries(local.outputs)) {
      const other = remote.outputs[name]!;
      const [one, two] = [data as Float32Array, other.data as Float32Array];
      shapes.push(shape, other.shape);
      for (const [at, value] of one.entries()) largest = Math.max(largest, Math.abs(value - two[at]!));
    }
    return { largest, shapes, remote: remote.trace };
  }
});

test('the form that the server takes is found once and kept', async ({ page, corsProxy, kind }) => {
  await openHybrid(page, corsProxy.url);
  const sources = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const found: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const { trace } = await nearside.predict('language-id', `Wo ist der Bahnhof Nummer ${round}?`, {
        cache: 'bypass',
      });
      found.push(trace.source);
    }
    return found;
  });
  expect(sources).toEqual(['remote', 'remote', 'remote', 'remote']);
  const forms = infersIn(corsProxy.seen).map(({ form }) => form);
  if (kind === 'triton') expect(forms).toEqual(['binary', 'binary', 'binary', 'binary']);
  else expect(forms.slice(-3)).toEqual(['json', 'json', 'json']);
});

test('large bodies travel packed', async ({ page, corsProxy, kind }) => {
  test.skip(kind === 'mlserver', 'MLServer has no binary tensors');
  await openHybrid(page, corsProxy.url);
  const shape = await page.evaluate(async () => {
    const data = new Float32Array(64 * 784);
    const inputs = { x: { datatype: 'FP32', shape: [64, 1, 28, 28], data } } as const;
    const nearside = await window.nearside;
    const { outputs } = await nearside.infer({ model: 'digits', inputs }, { route: 'remote' });
    return outputs['probs']!.shape;
  });
  expect(shape).toEqual([64, 10]);
  expect(infersIn(corsProxy.seen).at(-1)?.form).toBe('packed');
});

test('binary answers are read where their header may not be', async ({ page, corsProxy, kind }) => {
  test.skip(kind === 'mlserver', 'MLServer has no binary tensors');
  corsProxy.hideHeaderLength(true);
  await openHybrid(page, corsProxy.url);
  const best = await page.evaluate(async () => {
    const nearside = await window.nearside;
    const { labels } = await nearside.predict('digits', window.tools.seven(), { route: 'remote' });
    return labels![0]!.label;
  });
  expect(best).toBe('7');
  expect(infersIn(corsProxy.seen).map(({ form }) => form)).toEqual(['binary']);
});

function infersIn(seen: readonly SeenCall[]): readonly SeenCall[] {
  return seen.filter(({ method, path }) => method === 'POST' && path.endsWith('/infer'));
}
