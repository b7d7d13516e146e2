import { useStore } from 'zustand';
import type { ModelStatus } from '../../client/index.ts';
import { Notice } from '../components/Notice.tsx';
import { CalibrationPanel } from './CalibrationPanel.tsx';
import { FilePanel } from './FilePanel.tsx';
import { FactsPanel } from './FactsPanel.tsx';
import { modelsStore } from './modelsStore.ts';
import { VersionsPanel } from './VersionsPanel.tsx';
import { SaidPanel } from './said/SaidPanel.tsx';
import { TryPanel } from './try/TryPanel.tsx';
import { valueKindOf } from './try/ValueForm.tsx';

/** All about one model. */
export function ModelDetails({ status }: { readonly status: ModelStatus }) {
  const refusal = useStore(modelsStore, ({ refusals }) => refusals[status.name]);
  return (
    <>
      {refusal !== undefined && (
        <Notice kind="error" title={`That was not done: ${refusal.code}`}>
          {refusal.message}
        </Notice>
      )}
      {status.state === 'failed' && status.error !== undefined && (
        <Notice kind="error" title={`${status.name} could not be loaded: ${status.error.code}`}>
          {status.error.message}
        </Notice>
      )}
      <FactsPanel status={status} />
      <TryPanel key={valueKindOf(status) ?? ''} status={status} />
      {status.isAdded === true && <SaidPanel status={status} />}
      <VersionsPanel status={status} />
      <CalibrationPanel status={status} />
      <FilePanel name={status.name} />
    </>
  );
}
