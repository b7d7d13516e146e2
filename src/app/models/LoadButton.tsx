import type { ModelStatus } from '../../client/index.ts';
import { act } from './modelsStore.ts';

interface LoadButtonProps {
  readonly model: ModelStatus;
  /** @default false */
  readonly isSmall?: boolean;
}

/** Loads what is not loaded, unloads what is. Unloading loses nothing: the next request loads it again. */
export function LoadButton({ model: { name, state }, isSmall = false }: LoadButtonProps) {
  const isLoaded = state === 'ready' || state === 'loading';
  return (
    <button
      type="button"
      className="button"
      {...(isSmall ? { 'data-small': '' } : {})}
      onClick={() => {
        void act(name, async () => {
          const { models } = await window.nearside;
          await (isLoaded ? models.unload(name) : models.load(name));
        });
      }}
    >
      {isLoaded ? 'Unload' : state === 'failed' ? 'Try again' : 'Load'}
      <span className="visually-hidden"> {name}</span>
    </button>
  );
}
