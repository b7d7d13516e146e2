import webpack from 'webpack';

/** Builds `main.js` of a folder into `bundle.js` beside it, as webpack does of itself but for minifying; rejects with its complaints. */
export async function buildWithWebpack(folder: string): Promise<void> {
  const compiler = webpack({
    mode: 'production',
    context: folder,
    entry: './main.js',
    output: { path: folder, filename: 'bundle.js' },
    performance: false,
    // Five times as long as all the rest, and nothing of ours.
    optimization: { minimize: false },
  });
  const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) => {
    compiler.run((error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
  await new Promise((resolve) => {
    compiler.close(resolve);
  });
  if (stats?.hasErrors() !== false || stats.hasWarnings())
    throw new Error(stats?.toString('errors-warnings'));
}
