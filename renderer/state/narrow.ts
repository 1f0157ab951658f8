import { useSyncExternalStore } from 'react';

/** as in style/narrow.css */
const narrow = window.matchMedia('(max-width: 640px)');

const onChange = (changed: () => void) => {
  narrow.addEventListener('change', changed);
  return () => narrow.removeEventListener('change', changed);
};

/** The window is so narrow that rows stand on two lines. */
export const useNarrow = (): boolean => useSyncExternalStore(onChange, () => narrow.matches);
