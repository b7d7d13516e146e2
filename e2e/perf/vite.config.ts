import { defineConfig } from 'vite';

/** The baselines and the driver, as one module that a page of the built app imports. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/perf/',
  publicDir: false,
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    outDir: '../../build/perf-site/perf',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: `${import.meta.dirname}/page/suite.ts`,
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: 'suite.js' },
    },
  },
});
