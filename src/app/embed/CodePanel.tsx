import { useState } from 'react';
import { Panel } from '../components/Panel.tsx';
import styles from './EmbedPage.module.css';

interface CodePanelProps {
  readonly title: string;
  readonly note?: string;
  readonly code: string;
}

/** Code to take along. */
export function CodePanel({ title, note, code }: CodePanelProps) {
  const [copied, setCopied] = useState<{ readonly code: string; readonly isDone: boolean }>();

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(code);
      setCopied({ code, isDone: true });
    } catch {
      setCopied({ code, isDone: false });
    }
  }

  const isCurrent = copied?.code === code;
  return (
    <Panel
      title={title}
      {...(note === undefined ? {} : { note })}
      actions={
        <>
          <span role="status" className={styles['copied']}>
            {isCurrent && (copied.isDone ? 'Copied' : 'The browser refused; select the text instead')}
          </span>
          <button type="button" className="button" data-small="" onClick={() => void copy()}>
            Copy
          </button>
        </>
      }
    >
      <pre className={styles['code']}>
        <code>{code}</code>
      </pre>
    </Panel>
  );
}
