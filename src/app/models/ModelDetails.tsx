import type { ModelStatus } from '../../client/index.ts';
import { Notice } from '../components/Notice.tsx';
import { CalibrationPanel } from './CalibrationPanel.tsx';
import { FilePanel } from './FilePanel.tsx';
import { FactsPanel } from './FactsPanel.tsx';
import { Refusal } from './Refusal.tsx';
import { VersionsPanel } from './VersionsPanel.tsx';
import { SaidPanel } from './said/SaidPanel.tsx';
import { TryPanel } from './try/TryPanel.tsx';
import { valueKindOf } from './try/ValueForm.tsx';

/** All about one model. */
export function ModelDetails({ status }: { readonly status: ModelStatus }) {
  return (
    <>
      <Refusal model={status.name} />
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
