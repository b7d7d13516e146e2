const below = {
  core: ['core'],
  platform: ['core', 'platform'],
  engine: ['core', 'platform', 'engine'],
  service: ['core', 'platform', 'service'],
  client: ['core', 'platform', 'engine', 'client'],
  app: ['client', 'app'],
  widget: ['client', 'widget'],
};

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(below).map(([folder, allowed]) => ({
      name: `${folder}-imports-downwards`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: '^(src|workers|server|e2e)/', pathNot: `^src/(${allowed.join('|')})/` },
    })),
    {
      name: 'core-has-no-dependencies',
      comment: 'pbf is pure: bytes in, numbers and bytes out.',
      severity: 'error',
      from: { path: '^src/core/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/pbf/' },
    },
    {
      name: 'workers-only-expose',
      severity: 'error',
      from: { path: '^workers/' },
      to: { path: '^(src/(app|client)|server|e2e)/' },
    },
    {
      name: 'server-does-not-import-pages',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(src/(app|client)|workers|e2e)/' },
    },
    {
      name: 'e2e-drives-the-built-app',
      comment:
        'Baselines share the pre-processing that they are compared on, tests the generator of strange models; types cost nothing.',
      severity: 'error',
      from: { path: '^e2e/', pathNot: '^e2e/perf/baselines/' },
      to: {
        path: '^(src|workers|server)/',
        pathNot: '^src/core/repository/onnx/testing/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'baselines-share-pre-processing-alone',
      severity: 'error',
      from: { path: '^e2e/perf/baselines/' },
      to: { path: '^(src|workers|server)/', pathNot: '^src/core/tasks/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
