import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';

const sentence = 'Wo ist der Bahnhof, bitte?';
const ownUrl = '/remote/v2/models/language-id/infer';
const otherUrl = `${servers.remote.url}v2/models/language-id/infer`;

for (const [name, url] of [
  ['of its own origin', ownUrl],
  ['of another origin', otherUrl],
] as const) {
  test(`a page gets from the endpoint ${name} what its own engine answers`, async ({ warmPage }) => {
    const { local, remote, header } = await warmPage.evaluate(
      async ({ text, address }) => {
        const nearside = await window.nearside;
        const { ids } = await nearside.tensors('language-id', text);
        const { labels } = await nearside.predict('language-id', text, { cache: 'bypass' });
        const { data, shape } = ids as unknown as {
          readonly data: Int32Array<ArrayBuffer>;
          readonly shape: number[];
        };
        const json = new TextEncoder().encode(
          JSON.stringify({
            inputs: [
              { name: 'ids', datatype: 'INT32', shape, parameters: { binary_data_size: data.byteLength } },
            ],
            parameters: { binary_data_output: true },
          }),
        );
        const response = await fetch(address, {
          method: 'POST',
          headers: {
            'Content-Type': 'application/octet-stream',
            'Inference-Header-Content-Length': String(json.byteLength),
          },
          body: new Blob([json, data]),
        });
        const length = Number(response.headers.get('Inference-Header-Content-Length'));
        const scores = new Float32Array((await response.arrayBuffer()).slice(length));
        return { local: labels ?? [], remote: [...scores].sort((a, b) => b - a), header: length };
      },
      { text: sentence, address: url },
    );

    expect(header).toBeGreaterThan(0);
    expect(local[0]?.label).toBe('deu');
    expect(remote.length).toBe(local.length);
    for (const [index, { score }] of local.entries()) {
      expect(Math.abs(score - remote[index]!)).toBeLessThanOrEqual(1e-4);
    }
  });
}

test('a page in JSON', async ({ warmPage }) => {
  const { status, best } = await warmPage.evaluate(
    async ({ text, address }) => {
      const nearside = await window.nearside;
      const { ids } = await nearside.tensors('language-id', text);
      const data = [...(ids!.data as Int32Array)];
      const response = await fetch(address, {
        method: 'POST',
        body: JSON.stringify({
          inputs: [{ name: 'ids', datatype: 'INT32', shape: [1, data.length], data }],
        }),
      });
      const { outputs } = (await response.json()) as {
        readonly outputs: readonly { readonly data: number[] }[];
      };
      const scores = outputs[0]!.data;
      const models = await nearside.models.list();
      const { labels } = models.find((model) => model.name === 'language-id')!;
      return { status: response.status, best: labels![scores.indexOf(Math.max(...scores))] };
    },
    { text: sentence, address: ownUrl },
  );
  expect({ status, best }).toEqual({ status: 200, best: 'deu' });
});
