import { VitePWA, type VitePWAOptions } from 'vite-plugin-pwa';
import type { PluginOption } from 'vite';

const options: Partial<VitePWAOptions> = {
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
    launch_handler: { client_mode: ['focus-existing', 'auto'] },
    shortcuts: [
      { name: 'Playground', url: '#/try' },
      { name: 'Live', url: '#/live' },
      { name: 'Load lab', url: '#/load' },
    ].map((shortcut) => ({ ...shortcut, icons: [{ src: 'icons/icon-192.png', sizes: '192x192' }] })),
    file_handlers: [{ action: './', accept: { 'application/octet-stream': ['.onnx', '.ort'] } }],
    share_target: {
      action: 'share',
      method: 'POST',
      enctype: 'multipart/form-data',
      params: {
        title: 'title',
        text: 'text',
        url: 'url',
        files: [{ name: 'files', accept: ['image/*', 'text/plain', 'text/csv'] }],
      },
    },
    screenshots: [
      {
        src: 'screenshots/wide.png',
        sizes: '1280x800',
        type: 'image/png',
        form_factor: 'wide',
        label: 'The Playground names the language of a sentence while it is typed',
      },
      {
        src: 'screenshots/narrow.png',
        sizes: '390x844',
        type: 'image/png',
        form_factor: 'narrow',
        label: 'The Playground on a phone',
      },
    ],
    icons: [
      { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: 'icons/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  },
};

/** The service worker and the web manifest of the app; pages that others embed are no app and name none. */
export function installable(): PluginOption[] {
  return [
    VitePWA(options),
    {
      name: 'nearside-manifest-of-the-app-alone',
      enforce: 'post',
      transformIndexHtml: {
        order: 'post',
        handler: (html, { filename }) =>
          filename.endsWith('embed.html') ? html.replace(/\s*<link rel="manifest"[^>]*>/, '') : html,
      },
    },
  ];
}
