import { useStore } from 'zustand';
import { Notice } from '../components/Notice.tsx';
import { modelsStore } from './modelsStore.ts';

/** What was asked of a model last and could not be done; nothing where all was. */
export function Refusal({ model }: { readonly model: string }) {
  const refusal = useStore(modelsStore, ({ refusals }) => refusals[model]);
  if (refusal === undefined) return null;
  return (
    <Notice kind="error" title={`That was not done: ${refusal.code}`}>
      {refusal.message}
    </Notice>
  );
}
