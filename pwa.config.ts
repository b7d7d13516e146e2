import type { VitePWAOptions } from 'vite-plugin-pwa';

/** The service worker and the web manifest. */
export const pwaOptions: Partial<VitePWAOptions> = {
  strategies: 'injectManifest',
  srcDir: 'workers',
  filename: 'service.worker.ts',
  registerType: 'prompt',
  // The client registers it: an engine that tabs share is reached through it.
  injectRegister: false,
  injectManifest: {
    // The runtime and the models are kept when they are first used; pages for other sites are theirs to fetch.
    globPatterns: ['index.html', 'icon.svg', 'assets/*.{js,css}'],
    globIgnores: ['**/*.wasm', '**/*.mjs', 'models/**', 'embed*', 'widget*'],
  },
  manifest: {
    id: 'nearside',
    name: 'Nearside',
    short_name: 'Nearside',
    description:
      'A model server that lives in the browser tab: quantized models, micro-batched requests, live latency charts. Everything runs on this device.',
    lang: 'en',
    dir: 'ltr',
    display: 'standalone',
    theme_color: '#0a655d',
    background_color: '#f4f6f8',
    categories: ['utilities', 'developer', 'productivity'],
    icons: [
      { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: 'icons/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  },
};
