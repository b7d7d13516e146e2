import { largestDifference, readGolden, readModelNames } from '../support/golden.ts';
import { expect, test } from './support/test.ts';

interface Answer {
  readonly outputs: readonly { readonly name: string; readonly data: readonly number[] }[];
}

for (const model of readModelNames()) {
  test(`${model} has the golden outputs over plain HTTP`, async ({ corsProxy }) => {
    const golden = readGolden(model);
    const inputs = Object.entries(golden.inputs).map(([name, tensor]) => ({ name, ...tensor }));
    const response = await fetch(`${corsProxy.url}/v2/models/${model}/infer`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ inputs }),
    });
    expect(response.status).toBe(200);
    const { outputs } = (await response.json()) as Answer;
    for (const [name, wanted] of Object.entries(golden.outputs)) {
      const came = outputs.find((output) => output.name === name)!;
      expect(largestDifference(came.data, wanted.data)).toBeLessThanOrEqual(1e-3);
    }
  });
}
