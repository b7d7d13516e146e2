import { useEffect, useState } from 'react';
import { appStore } from '../store.ts';

/** Seconds for which no snapshot came while the page could be seen; a hidden page's timers are no measure. */
export function useSilentSeconds(): number {
  const [silentSeconds, setSilentSeconds] = useState(0);

  useEffect(() => {
    let seenCount = -1;
    const timer = setInterval(() => {
      const { snapshotCount } = appStore.getState();
      const isSilent = snapshotCount === seenCount && document.visibilityState === 'visible';
      seenCount = snapshotCount;
      setSilentSeconds((seconds) => (isSilent ? seconds + 1 : 0));
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, []);

  return silentSeconds;
}
