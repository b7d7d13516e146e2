import type { EngineEnvironment } from '../../client/index.ts';
import styles from './EnvironmentLine.module.css';

/** What the device and the way the page was served allow. */
export function EnvironmentLine({ environment }: { readonly environment: EngineEnvironment }) {
  const { isolated, cores, engineRealm } = environment;
  return (
    <ul className={styles['line']} aria-label="Environment">
      <li>
        {isolated
          ? 'Isolated page: threads and shared memory'
          : 'Single thread: the page was served without the headers that isolate it'}
      </li>
      <li>{cores === 1 ? '1 core' : `${String(cores)} cores`}</li>
      <li>
        {engineRealm === 'worker'
          ? 'Engine in a worker of its own'
          : 'Engine on the page: this browser starts no workers from workers'}
      </li>
    </ul>
  );
}
