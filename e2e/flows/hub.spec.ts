import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { chromium } from '@playwright/test';
import { addModel } from '../support/addModel.ts';
import { findChromium } from '../support/findChromium.ts';
import { servers } from '../support/servers.ts';
import { expect, test } from '../support/test.ts';
import { encodeTagger } from '../support/textModels.ts';
import { tinyTokenizer } from '../support/tinyTokenizer.ts';

const tags = ['O', 'B-LOC'];
const config = {
  architectures: ['TinyForTokenClassification'],
  id2label: Object.fromEntries(tags.entries()),
};
/** Large files are answered with where the hub's storage has them. */
const files: Readonly<Record<string, string | Uint8Array | { readonly location: string }>> = {
  '/tiny/tagger/resolve/main/onnx/model_quantized.onnx': { location: 'https://storage.test/blobs/model' },
  '/tiny/tagger/resolve/main/tokenizer.json': JSON.stringify(tinyTokenizer()),
  '/tiny/tagger/resolve/main/config.json': JSON.stringify(config),
  '/blobs/model': encodeTagger((token) => (token === 'paris' ? 1 : 0), tags.length),
};

async function startHub(asked: string[]): Promise<Server> {
  const certificate = readFileSync(new URL('../fixtures/hub-certificate.pem', import.meta.url));
  const hub = createServer({ key: certificate, cert: certificate }, ({ url = '' }, response) => {
    asked.push(url);
    const file = files[url];
    response.setHeader('access-control-allow-origin', '*');
    if (file === undefined) response.writeHead(404).end('Entry not found');
    else if (typeof file === 'string' || file instanceof Uint8Array) response.end(file);
    else response.writeHead(302, file).end();
  });
  await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
  return hub;
}

test('hf:owner/name is fetched from the hub with its tokenizer, through redirects, and stays', async () => {
  const asked: string[] = [];
  const hub = await startHub(asked);
  const { port } = hub.address() as AddressInfo;
  const toHub = ['huggingface.co', 'storage.test'].map((name) => `MAP ${name}:443 127.0.0.1:${port}`);
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [`--host-resolver-rules=${toHub.join(', ')}`, '--ignore-certificate-errors'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(servers.isolated.url);
    expect(await addModel(page, 'hf:tiny/tagger')).toMatchObject({
      kind: 'added',
      status: { name: 'tagger' },
    });
    const ask = (): Promise<unknown> =>
      page.evaluate(async () => {
        const { value } = await (await window.nearside).predict('tagger', 'Is Ada in Paris?');
        return (value as { text: string; label: string }[]).map(({ text, label }) => `${label} ${text}`);
      });
    expect(await ask()).toEqual(['LOC Paris']);
    expect(asked).toEqual([
      '/tiny/tagger/resolve/main/onnx/model.onnx',
      '/tiny/tagger/resolve/main/onnx/model_quantized.onnx',
      '/blobs/model',
      '/tiny/tagger/resolve/main/tokenizer.json',
      '/tiny/tagger/resolve/main/config.json',
    ]);
    asked.length = 0;
    await page.reload();
    expect(await ask()).toEqual(['LOC Paris']);
    expect(asked).toEqual([]);
  } finally {
    await browser.close();
    hub.close();
  }
});
