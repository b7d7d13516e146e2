import { FilesPanel } from '../files/FilesPanel.tsx';
import { DigitPanel } from './DigitPanel.tsx';
import { LanguagePanel } from './LanguagePanel.tsx';
import { ResultPanel } from './ResultPanel.tsx';
import styles from './Playground.module.css';

export function Playground() {
  return (
    <div className={styles['grid']}>
      <LanguagePanel />
      <DigitPanel />
      <FilesPanel />
      <ResultPanel />
    </div>
  );
}
