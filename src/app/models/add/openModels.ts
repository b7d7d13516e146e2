/** Shows the models and looks into the files; what does so is fetched only now. */
export async function openModels(files: readonly File[]): Promise<void> {
  window.location.hash = '#/models';
  const { openModelFiles } = await import('./additionStore.ts');
  await openModelFiles(files);
}

/**
 * A link to the app may name a model, `?model=<url>` or `#/models?model=<url>`: the person is asked before anything of it is fetched.
 * The address then no longer asks, so that a reload does not ask again.
 */
export async function followModelLink(): Promise<void> {
  const page = new URL(window.location.href);
  const [path = '', query = ''] = page.hash.split('?');
  const fromHash = path === '#/models' ? new URLSearchParams(query).get('model') : null;
  const asked = page.searchParams.get('model') ?? fromHash;
  if (asked === null || asked.trim() === '') return;
  page.searchParams.delete('model');
  page.hash = '#/models';
  window.history.replaceState(window.history.state, '', page);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
  const { askForAddress } = await import('./additionStore.ts');
  askForAddress(asked.trim());
}
