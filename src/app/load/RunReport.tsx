import { Notice } from '../components/Notice.tsx';
import { Panel } from '../components/Panel.tsx';
import { describePlan, targetName } from './describeRun.ts';
import { DownloadButtons } from './DownloadButtons.tsx';
import { RefusalsPanel } from './RefusalsPanel.tsx';
import { RunCharts } from './RunCharts.tsx';
import { RunFigures } from './RunFigures.tsx';
import type { LoadRecord } from './runHistory.ts';
import { SpectrumPanel } from './SpectrumPanel.tsx';
import { TrialsPanel } from './TrialsPanel.tsx';
import { Validity } from './Validity.tsx';

/** A finished run. */
export function RunReport({ record }: { readonly record: LoadRecord }) {
  const { report } = record;
  return (
    <>
      <Panel
        title={`Report on ${report.plan.model}`}
        note={`${describePlan(report.plan)}, ${targetName(report.plan)}`}
        actions={<DownloadButtons record={record} />}
        headingId="load-report"
      >
        <RunFigures report={report} />
        <Validity report={report} />
      </Panel>
      {report.completed === 0 ? (
        <Notice kind="hint">Without an answer there is nothing to draw.</Notice>
      ) : (
        <>
          {report.trials !== undefined && <TrialsPanel trials={report.trials} />}
          <SpectrumPanel runs={[{ key: 'run', name: targetName(report.plan), report }]} />
          {report.perSecond.length > 1 && <RunCharts report={report} />}
        </>
      )}
      <RefusalsPanel report={report} />
    </>
  );
}
