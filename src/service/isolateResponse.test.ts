import { expect, test } from 'vitest';
import { isolateResponse } from './isolateResponse.ts';

const embedder = 'Cross-Origin-Embedder-Policy';
const opener = 'Cross-Origin-Opener-Policy';

test.each(['document', 'worker'])('a %s that came without headers is isolated', async (destination) => {
  const response = isolateResponse(new Response('text', { headers: { 'X-Own': '1' } }), destination);
  expect(response.headers.get(embedder)).toBe('require-corp');
  expect(response.headers.get(opener)).toBe('same-origin');
  expect(response.headers.get('X-Own')).toBe('1');
  expect(await response.text()).toBe('text');
});

test.each([
  [
    'of a host that chose its own policy',
    new Response('', { headers: { [embedder]: 'credentialless' } }),
    'document',
  ],
  ['that is an image', new Response(''), 'image'],
  ['that failed', new Response('', { status: 500 }), 'document'],
])('a response %s stays as it is', (_, response, destination) => {
  expect(isolateResponse(response, destination)).toBe(response);
});
