import { takeShared } from '../../client/tabs/takeShared.ts';
import { openFiles } from '../files/batchStore.ts';
import { enterText } from '../playground/playgroundState.ts';
import { launchStore } from './launchStore.ts';

interface LaunchQueue {
  setConsumer(consumer: (parameters: { readonly files?: readonly FileSystemFileHandle[] }) => void): void;
}

/** Opens what this app is opened with: model files from the system, text and images that another app shares. */
export function followLaunches(): void {
  // Chromium alone has it.
  const { launchQueue } = window as { readonly launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files = [] }) => {
    if (files.length > 0) void openModels(files);
  });
  if (new URLSearchParams(window.location.search).has('shared')) void openShared();
}

async function openModels(handles: readonly FileSystemFileHandle[]): Promise<void> {
  const modelFiles = await Promise.all(handles.map((handle) => handle.getFile()));
  launchStore.setState({ modelFiles });
  window.location.hash = '#/models';
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
