import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { installable } from './scripts/installable.ts';
import { widgetFile } from './scripts/widgetFile.ts';
import { isolationHeaders } from './server/responseHeaders.ts';

const chartModules =
  /src\/app\/charts\/|node_modules\/(recharts|d3-[a-z-]+|internmap|victory-vendor|@reduxjs|redux|redux-thunk|react-redux|reselect|immer|es-toolkit|decimal\.js-light|eventemitter3|clsx|tiny-invariant|react-is)\//;

export default defineConfig(({ isSsrBuild = false }) => ({
  base: process.env['BASE'] ?? '/',
  plugins: [react(), widgetFile(), isSsrBuild ? [] : installable()],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    sourcemap: false,
    copyPublicDir: !isSsrBuild,
    // The runtime's files stay files: inlined ones could not be imported by its threads.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
    ...(isSsrBuild
      ? {
          ssr: true,
          rolldownOptions: {
            input: {
              main: 'server/main.ts',
              remote: 'server/remote.ts',
              inferenceThread: 'server/remote/inferenceThread.ts',
              simulate: 'scripts/simulate.ts',
            },
          },
        }
      : {
          rolldownOptions: {
            input: { index: 'index.html', embed: 'embed.html', client: 'src/widget/client.ts' },
            preserveEntrySignatures: 'allow-extension',
            output: {
              // Widgets import the client by this name, whatever its version.
              entryFileNames: ({ name }) => (name === 'client' ? 'client.js' : 'assets/[name]-[hash].js'),
              // Two pages draw charts: what they share is a file by a name that its size can be watched by.
              advancedChunks: {
                includeDependenciesRecursively: false,
                groups: [{ name: 'charts', test: chartModules }],
              },
            },
          },
        }),
  },
  server: { headers: isolationHeaders },
  preview: { headers: isolationHeaders },
}));
