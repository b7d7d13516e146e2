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
  return (
    <button
      type="button"
      className="button"
      {...(isSmall ? { 'data-small': '' } : {})}
      onClick={() => {
        void act(name, async () => (await window.nearside).models.rollback(name));
      }}
    >
      Back to {previous.version}
      {previous.isWarm ? ', at once' : ''}
      <span className="visually-hidden">, version of {name}</span>
    </button>
  );
}
