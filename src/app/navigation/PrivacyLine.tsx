import { useEffect, useState } from 'react';
import { useDocumentVisible } from '../components/useDocumentVisible.ts';
import styles from './PrivacyLine.module.css';

const everyMs = 2000;

/** Says whether inputs may leave this device, and if so where to; nothing until that is known. */
export function PrivacyLine() {
  const host = useAgreedHost();
  if (host === undefined) return null;
  if (host === null) return <p className={styles['line']}>Everything runs on this device</p>;
  return (
    <p className={styles['line']} data-leaves="true">
      <a href="#/traffic">Inputs may go to {host}</a>
    </p>
  );
}

/** Null while nothing may leave. */
function useAgreedHost(): string | null | undefined {
  const isVisible = useDocumentVisible();
  const [host, setHost] = useState<string | null>();
  useEffect(() => {
    if (!isVisible) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isStopped = false;
    const look = async (): Promise<void> => {
      try {
        const { remote, remoteConsent } = await (await window.nearside).settings.get();
        if (!isStopped) setHost(remote !== null && remoteConsent ? new URL(remote.url).host : null);
      } catch {
        // Without an engine nothing is sent, and the page says elsewhere that there is none.
        return;
      }
      if (!isStopped) timer = setTimeout(() => void look(), everyMs);
    };
    void look();
    return () => {
      isStopped = true;
      clearTimeout(timer);
    };
  }, [isVisible]);
  return host;
}
