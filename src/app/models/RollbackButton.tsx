import type { ModelStatus } from '../../client/index.ts';
import { act } from './modelsStore.ts';

interface RollbackButtonProps {
  readonly status: ModelStatus;
  /** @default false */
  readonly isSmall?: boolean;
}

/** Lets the version that served before serve again; nothing where there is none. */
export function RollbackButton({ status: { name, previous }, isSmall = false }: RollbackButtonProps) {
  if (previous === undefined) return null;
  const words = `Back to ${previous.version}${previous.isWarm ? ', at once' : ''}`;
  return (
    <button
      type="button"
      className="button"
      {...(isSmall ? { 'data-small': '' } : {})}
      aria-label={`${words}: version of ${name}`}
      onClick={() => {
        void act(name, async () => (await window.nearside).models.rollback(name));
      }}
    >
      {words}
    </button>
  );
}
