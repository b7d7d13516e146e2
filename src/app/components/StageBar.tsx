import type { Trace } from '../../client/index.ts';
import styles from './StageBar.module.css';

/** The stages of one request side by side, as long as they took. Decoration: the figures stand beside it. */
export function StageBar({ trace }: { readonly trace: Trace }) {
  const { queueMs, inputMs, computeMs, outputMs, totalMs } = trace;
  const restMs = Math.max(0, totalMs - queueMs - inputMs - computeMs - outputMs);
  const stages = { queue: queueMs, input: inputMs, compute: computeMs, output: outputMs, rest: restMs };
  return (
    <div className={styles['bar']} aria-hidden="true">
      {Object.entries(stages).map(([stage, durationMs]) => (
        <span key={stage} data-stage={stage} style={{ flexGrow: durationMs }} />
      ))}
    </div>
  );
}
