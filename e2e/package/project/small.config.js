export default {
  build: {
    outDir: 'small',
    rolldownOptions: {
      input: 'small.js',
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: '[name].js' },
    },
  },
};
