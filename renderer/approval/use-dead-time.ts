import { useEffect, useState } from 'react';

/** Answers are dead for this long after the window shows, gets the focus, or changes what it says or its size, with which the answers move. */
const DEAD_MS = 600;

/** @param content changes whenever what a person decides about changes. @returns whether answers count */
export function useDeadTime(content: string): boolean {
  const [alive, setAlive] = useState<string>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const restart = () => {
      clearTimeout(timer);
      setAlive(undefined);
      timer = setTimeout(() => setAlive(content), DEAD_MS);
    };
    const onVisible = () => document.visibilityState === 'visible' && restart();
    restart();
    window.addEventListener('focus', restart);
    window.addEventListener('resize', restart);
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('focus', restart);
      window.removeEventListener('resize', restart);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [content]);
  // INVARIANT: compared, not remembered: the very render that shows new content is dead already.
  return alive === content;
}
