import { NearsideError } from '../core/errors.ts';
import type { ModelFile } from '../core/ports.ts';
import { formatTritonConfig } from '../core/repository/formatTritonConfig.ts';
import type { ModelInspection } from '../core/repository/modelInspection.ts';
import type { ModelStatus } from '../core/repository/modelStatus.ts';
import { variantOf } from '../core/repository/pickVersion.ts';
import { addedSpec } from './addedSpec.ts';
import type { AddCall, AddedModels, AddedModelsPorts } from './addedModels.ts';
import type { ModelHost } from './modelHost.ts';
import type { AddSource } from './planAdd.ts';

/** The calls for models that people bring. */
export interface AddedControl {
  addModel(source: AddSource, config: unknown, call?: AddCall): Promise<ModelStatus>;
  cancelAdd(id: string): void;
  configureModel(name: string, patch: unknown): Promise<ModelStatus>;
  removeModel(name: string): Promise<void>;
  inspectModel(source: AddSource, config: unknown, call?: AddCall): Promise<ModelInspection>;
  describeModel(name: string): Promise<ModelInspection>;
  exportModel(name: string): Promise<Readonly<Record<string, object>>>;
}

export interface AddedControlSources {
  /** Undefined where models cannot be added. */
  readonly added: AddedModels | undefined;
  readonly trial: AddedModelsPorts['trial'] | undefined;
  readonly readIndex: () => Promise<void>;
  readonly findHost: (name: string) => Promise<ModelHost>;
}

export function createAddedControl(sources: AddedControlSources): AddedControl {
  const { readIndex, findHost } = sources;
  const expectAdded = (): AddedModels => sources.added ?? refuse();
  return {
    addModel: async (source, config, call) => {
      const added = expectAdded();
      // Names of the repository are in use; where it cannot be read, none are.
      await readIndex().catch(() => undefined);
      const host = await findHost(await added.add(source, config, call));
      return host.status();
    },
    cancelAdd: (id) => {
      sources.added?.cancel(id);
    },
    configureModel: async (name, patch) => {
      const host = await findHost(name);
      await expectAdded().configure(name, patch);
      return host.status();
    },
    removeModel: async (name) => {
      await findHost(name);
      await expectAdded().remove(name);
    },
    inspectModel: (source, config, call) => expectAdded().inspect(source, config, call),
    describeModel: async (name) => {
      const host = await findHost(name);
      const known = sources.added?.find(name);
      if (known !== undefined) return known.inspection;
      const [{ url }] = await filesOf(host);
      const request = { name, source: { kind: 'urls', urls: [url] }, files: {}, optionalFiles: [] } as const;
      return await (sources.trial ?? refuse()).inspect(request);
    },
    exportModel: async (name) => {
      const host = await findHost(name);
      const config = await host.source.read();
      const files = await filesOf(host);
      const blobs = await (sources.trial ?? refuse()).read(files);
      const { labels } = config;
      return {
        'config.pbtxt': new Blob([formatTritonConfig(config)]),
        ...(labels === undefined ? {} : { 'labels.txt': new Blob([labels.join('\n')]) }),
        ...Object.fromEntries(files.map(({ path }, index) => [path, blobs[index] as object])),
      };
    },
  };
}

function refuse(): never {
  throw new NearsideError('unsupported', 'Models cannot be added to this engine.');
}

type LocatedFile = ModelFile & { readonly path: string };

/** The file that a model of the repository runs, or those of a model that was added, as they were added. */
async function filesOf(host: ModelHost): Promise<readonly [LocatedFile, ...LocatedFile[]]> {
  const config = await host.source.read();
  const [version] = config.versions;
  const variant = variantOf(version);
  if (version === undefined || variant === undefined)
    throw new NearsideError('not-found', 'There is no version.');
  const { file, trial } = addedSpec(config, variant, host.ports.reader);
  // The file as it was added is exported, not what runs instead of it.
  const own = {
    ...file,
    sizeBytes: variant.sizeBytes,
    sha256: variant.sha256,
    ...host.ports.reader.locate?.(variant.sha256),
  };
  const folder = `${version.version}/`;
  return [
    { ...own, path: variant.file },
    ...(trial?.external ?? []).map((each) => ({ ...each, path: folder + each.name.replace(/^\.\//, '') })),
  ];
}
