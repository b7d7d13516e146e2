import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { isolationHeaders } from './server/responseHeaders.ts';

export default defineConfig(({ isSsrBuild = false }) => ({
  base: process.env['BASE'] ?? '/',
  plugins: [react()],
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
            },
          },
        }
      : {}),
  },
  server: { headers: isolationHeaders },
  preview: { headers: isolationHeaders },
}));
