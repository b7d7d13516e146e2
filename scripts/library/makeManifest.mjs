/** The package's manifest: everything it needs at run time is in it, so it depends on nothing. */
export function makeManifest({ version, description, license }) {
  const entry = (types, file) => ({ types: `./types/${types}`, default: `./${file}` });
  return {
    name: 'nearside',
    version,
    description,
    license,
    type: 'module',
    main: './index.js',
    types: './types/client/index.d.ts',
    exports: {
      '.': entry('client/index.d.ts', 'index.js'),
      './react': entry('client/react/index.d.ts', 'react.js'),
      './widget': entry('widget/widget.d.ts', 'widget.js'),
      './widget/react': entry('widget/react.d.ts', 'widget.js'),
      './custom-elements.json': './custom-elements.json',
      './package.json': './package.json',
    },
    // Workers and the widget act by being run.
    sideEffects: ['./widget.js', './*.worker.js'],
    customElements: './custom-elements.json',
    peerDependencies: { react: '>=19' },
    peerDependenciesMeta: { react: { optional: true } },
  };
}
