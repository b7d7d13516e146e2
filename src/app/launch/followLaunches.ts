import { takeShared } from '../../client/tabs/takeShared.ts';
import { openFiles } from '../files/batchStore.ts';
import { openModels } from '../models/add/openModels.ts';
import { enterText } from '../playground/playgroundState.ts';

interface LaunchQueue {
  setConsumer(consumer: (parameters: { readonly files?: readonly FileSystemFileHandle[] }) => void): void;
}

/** Opens what this app is opened with: model files from the system, text and images that another app shares. */
export function followLaunches(): void {
  // Chromium alone has it.
  const { launchQueue } = window as { readonly launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files = [] }) => {
    if (files.length > 0) void openHandles(files);
  });
  if (new URLSearchParams(window.location.search).has('shared')) void openShared();
}

async function openHandles(handles: readonly FileSystemFileHandle[]): Promise<void> {
  await openModels(await Promise.all(handles.map((handle) => handle.getFile())));
}

async function openShared(): Promise<void> {
  const url = new URL(window.location.href);
  url.searchParams.delete('shared');
  url.hash = '#/try';
  window.history.replaceState(null, '', url);
  const { text, files } = await takeShared();
  if (text !== '') enterText(text);
  await openFiles(files);
}
