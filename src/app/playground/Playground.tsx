import { FilesPanel } from '../files/FilesPanel.tsx';
import { DigitPanel } from './DigitPanel.tsx';
import { ResultPanel } from './ResultPanel.tsx';
import { TextPanel } from './TextPanel.tsx';
import styles from './Playground.module.css';

export function Playground() {
  return (
    <div className={styles['grid']}>
      <TextPanel />
      <DigitPanel />
      <FilesPanel />
      <ResultPanel />
    </div>
  );
}
