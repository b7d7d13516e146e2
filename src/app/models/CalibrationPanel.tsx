import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Calibration, ModelStatus } from '../../client/index.ts';
import { XyChartPanel } from '../charts/XyChartPanel.tsx';
import { Notice } from '../components/Notice.tsx';
import { Panel } from '../components/Panel.tsx';
import { formatMilliseconds } from '../formats/formatMilliseconds.ts';
import { calibrationPoints, nameCandidate } from './calibrationPoints.ts';
import { calibrate, modelsStore, showVerdict } from './modelsStore.ts';
import { TableFrame } from '../components/TableFrame.tsx';
import styles from './Models.module.css';

/** The ways to run a model on this device, how long each takes, and which was chosen and why. */
export function CalibrationPanel({ status }: { readonly status: ModelStatus }) {
  const run = useStore(modelsStore, ({ calibrations }) => calibrations[status.name]);
  const isRunning = run?.kind === 'running';
  useEffect(() => {
    void showVerdict(status.name);
  }, [status.name]);
  const calibration = run?.kind === 'done' ? run.calibration : undefined;
  return (
    <>
      <Panel
        title="Calibration"
        note="variants, backends and threads, timed on this device"
        actions={
          <button
            type="button"
            className="button"
            disabled={isRunning}
            onClick={() => void calibrate(status.name)}
          >
            {calibration === undefined ? 'Measure' : 'Measure again'}
          </button>
        }
      >
        <p role="status" className={isRunning ? styles['note'] : 'visually-hidden'}>
          {isRunning && 'Measuring each way in a worker of its own; answers go on meanwhile…'}
          {run?.kind === 'done' && 'The measurement is done.'}
        </p>
        {run?.kind === 'failed' && (
          <Notice kind="error" title={`Not measured: ${run.failure.code}`}>
            {run.failure.message}
          </Notice>
        )}
        {calibration === undefined ? (
          !isRunning && (
            <p className={styles['note']}>
              {status.name} runs as {status.variant ?? 'its default variant'} on {status.backend ?? 'wasm'}.
              Measuring fetches what the other ways need, and the fastest that answers rightly is kept.
            </p>
          )
        ) : (
          <>
            <p>{calibration.why}</p>
            {run?.kind === 'done' && run.changed.length > 0 && (
              <Notice kind="warning" title="This was measured under other conditions">
                Changed since: {run.changed.join(', ')}. Until it is measured again, the safe default runs.
              </Notice>
            )}
            <CandidateTable calibration={calibration} />
          </>
        )}
      </Panel>
      {calibration !== undefined && <CurvePanel calibration={calibration} />}
    </>
  );
}

function CandidateTable({ calibration: { candidates, chosen } }: { readonly calibration: Calibration }) {
  return (
    <TableFrame label="Ways to run">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Way</th>
            <th scope="col" className="number">
              1 row
            </th>
            <th scope="col" className="number">
              Largest batch
            </th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {candidates.map((candidate) => {
            const name = nameCandidate(candidate);
            const first = candidate.curve[0];
            const last = candidate.curve.at(-1);
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="number">{formatMilliseconds(first?.ms ?? null)}</td>
                <td className="number">
                  {last === undefined ? '–' : `${formatMilliseconds(last.ms)} for ${String(last.batch)}`}
                </td>
                <td>
                  {name === nameCandidate(chosen)
                    ? 'chosen'
                    : candidate.ok
                      ? 'answers rightly'
                      : (candidate.error ?? 'did not answer rightly')}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableFrame>
  );
}

function CurvePanel({ calibration: { model, candidates } }: { readonly calibration: Calibration }) {
  const { points, series } = useMemo(() => calibrationPoints(candidates), [candidates]);
  if (points.length < 2) return null;
  return (
    <XyChartPanel
      title="Time of a run"
      note="over the rows in it"
      points={points}
      series={series}
      format={formatMilliseconds}
      formatX={String}
      endX={points.at(-1)?.x ?? 1}
      headingX="Rows"
      summary={`Time of one run of ${model} over the rows in it, for each way to run it.`}
    />
  );
}
