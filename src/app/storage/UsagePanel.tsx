import type { CacheStats, StorageUsage } from '../../client/index.ts';
import { BarList, type Bar } from '../components/BarList.tsx';
import { Panel } from '../components/Panel.tsx';
import type { Change } from '../components/useChange.ts';
import { formatBytes } from '../formats/formatBytes.ts';
import { formatCounted } from '../formats/formatCounted.ts';
import { useAppStore } from '../useAppStore.ts';
import styles from './StoragePage.module.css';

interface UsagePanelProps {
  readonly stats: CacheStats;
  readonly usage: StorageUsage;
  readonly onChange: Change;
}

/** What is kept by kind, and what the browser says about room and permanence. */
export function UsagePanel({ stats, usage, onChange }: UsagePanelProps) {
  const models = useAppStore((state) => state.models);
  const files = usage.modelFiles.map(({ sha256, sizeBytes, isRuntime }) => {
    const model = models.find(({ digest }) => digest === sha256);
    const unknown = isRuntime ? 'Runtime' : `File ${sha256.slice(0, 8)}`;
    return { key: sha256, name: model === undefined ? unknown : `Model ${model.name}`, sizeBytes };
  });
  const kinds = [
    {
      key: 'memory',
      name: 'Results in memory',
      detail: countOf(stats.memory.entries),
      sizeBytes: stats.memory.sizeBytes,
    },
    {
      key: 'store',
      name: 'Results stored',
      detail: countOf(stats.store.entries),
      sizeBytes: stats.store.sizeBytes,
    },
    ...files,
  ];
  const largest = Math.max(1, ...kinds.map(({ sizeBytes }) => sizeBytes));
  const bars = kinds.map(({ sizeBytes, ...kind }): Bar => ({
    ...kind,
    share: sizeBytes / largest,
    value: formatBytes(sizeBytes),
  }));
  return (
    <Panel
      title="Kept on this device"
      note={describeRoom(usage)}
      actions={
        usage.isPersisted ? (
          <span className={styles['none']}>The browser keeps it when space gets short</span>
        ) : (
          <button
            type="button"
            className="button"
            onClick={() => {
              void onChange(async () => {
                const nearside = await window.nearside;
                if (!(await nearside.storage.persist()))
                  throw new Error('The browser did not promise to keep it.');
              });
            }}
          >
            Ask the browser to keep it
          </button>
        )
      }
    >
      <BarList label="Kept on this device" bars={bars} />
    </Panel>
  );
}

function countOf(entries: number): string {
  return formatCounted(entries, 'result');
}

function describeRoom({ usedBytes, quotaBytes }: StorageUsage): string {
  if (usedBytes === undefined || quotaBytes === undefined)
    return 'the browser does not say how much room there is';
  return `${formatBytes(usedBytes)} used of about ${formatBytes(quotaBytes)}, by the browser’s count`;
}
