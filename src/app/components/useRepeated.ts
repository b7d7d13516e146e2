import { useEffect } from 'react';
import { useDocumentVisible } from './useDocumentVisible.ts';

const everyMs = 1000;

/** Does something at once and then every second while the page can be seen; never twice at a time. `look` must not reject. */
export function useRepeated(look: () => Promise<void>, { isActive = true } = {}): void {
  const isVisible = useDocumentVisible();
  useEffect(() => {
    if (!isVisible || !isActive) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isStopped = false;
    const repeat = async (): Promise<void> => {
      await look();
      if (!isStopped) timer = setTimeout(() => void repeat(), everyMs);
    };
    void repeat();
    return () => {
      isStopped = true;
      clearTimeout(timer);
    };
  }, [isVisible, isActive, look]);
}
