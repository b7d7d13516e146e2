import { expect, test } from 'vitest';
import { matchSiteRoute } from './siteRoutes.ts';

const scope = 'https://example.org/tools/nearside/';

test.each([
  ['/tools/nearside/', 'GET', true, { kind: 'page' }],
  ['/tools/nearside/?model=https%3A%2F%2Fexample.org%2Fm.onnx', 'GET', true, { kind: 'page' }],
  ['/tools/nearside/index.html', 'GET', true, { kind: 'page' }],
  ['/tools/nearside/embed.html', 'GET', true, { kind: 'network' }],
  ['/tools/nearside/assets/index-1234.js', 'GET', false, { kind: 'asset' }],
  ['/tools/nearside/assets/ort-1234.mjs', 'GET', false, { kind: 'asset' }],
  ['/tools/nearside/assets/ort-1234.wasm', 'GET', false, { kind: 'network' }],
  ['/tools/nearside/models/index.json', 'GET', false, { kind: 'network' }],
  ['/tools/nearside/models/digits/1/model.onnx', 'GET', false, { kind: 'network' }],
  ['/tools/nearside/share', 'POST', true, { kind: 'share' }],
  ['/tools/nearside/share', 'GET', true, { kind: 'network' }],
  ['/tools/nearside/v2', 'GET', false, { kind: 'protocol', path: '/v2' }],
  ['/v2/models/m/infer', 'POST', false, { kind: 'protocol', path: '/v2/models/m/infer' }],
  ['/tools/nearside/v2/health/live?x=1', 'GET', false, { kind: 'protocol', path: '/v2/health/live' }],
  ['/tools/nearside/v2x', 'GET', false, { kind: 'network' }],
  ['/tools/nearside/widget.js', 'GET', false, { kind: 'network' }],
  ['/tools/nearside/favicon.ico', 'GET', false, { kind: 'network' }],
  ['/tools/nearside/icon.svg', 'GET', false, { kind: 'asset' }],
  ['/tools/nearside/remote/v2/models/m/infer', 'POST', false, { kind: 'network' }],
  ['/other/', 'GET', true, { kind: 'network' }],
  ['https://elsewhere.org/v2', 'GET', false, { kind: 'network' }],
])('%s asked by %s is told apart', (path, method, isNavigation, route) => {
  const url = new URL(path, 'https://example.org').href;
  expect(matchSiteRoute({ url, method, isNavigation }, scope)).toEqual(route);
});
