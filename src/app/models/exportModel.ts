type FolderPicker = (options: { readonly mode: 'readwrite' }) => Promise<FileSystemDirectoryHandle>;

/** Saves a model as a folder that Triton serves: into a folder of the person's choice, or file by file where none can be chosen. */
export async function exportModel(name: string): Promise<void> {
  const picker = (window as { readonly showDirectoryPicker?: FolderPicker }).showDirectoryPicker;
  const folder = await chooseFolder(picker);
  if (folder === 'none') return;
  const files = await (await window.nearside).models.export(name);
  for (const [path, blob] of Object.entries(files)) {
    if (folder === undefined) download(`${name}/${path}`.replaceAll('/', '-'), blob);
    else await writeInto(folder, [name, ...path.split('/')], blob);
  }
}

/** `none` when the person closed the question. */
async function chooseFolder(
  picker: FolderPicker | undefined,
): Promise<FileSystemDirectoryHandle | undefined | 'none'> {
  try {
    return await picker?.call(window, { mode: 'readwrite' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return 'none';
    throw error;
  }
}

async function writeInto(
  root: FileSystemDirectoryHandle,
  path: readonly string[],
  blob: Blob,
): Promise<void> {
  let folder = root;
  for (const part of path.slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create: true });
  const file = await folder.getFileHandle(path.at(-1) ?? 'file', { create: true });
  const stream = await file.createWritable();
  await stream.write(blob);
  await stream.close();
}

function download(fileName: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
