import { useEffect } from 'react';

/** What can take the focus of something that stood in it. */
const PLACES = 'section, ul, ol, main, [role=grid]';

const around = (element: Element): Element[] => {
  const path = [element];
  for (let next = element.parentElement; next; next = next.parentElement) path.push(next);
  return path;
};

/** Gives a part of the page the focus, where nothing in it is meant: Tab goes on from there, and a screen reader says what it is. */
export function focusOn(place: HTMLElement): void {
  if (!place.hasAttribute('tabindex')) {
    place.tabIndex = -1;
    place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true });
  }
  place.focus({ preventScroll: true });
}

/**
 * What has the focus is sometimes taken away: an answered call, a removed line, the button that opened a dialog. The nearest part around it
 * that is left takes the focus then; with it on nothing a person without a mouse would begin again at the top.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let path: readonly Element[] = [];
    const onFocusIn = ({ target }: FocusEvent) => {
      if (target instanceof Element && target.closest('.shell')) path = around(target);
    };
    const keep = () => {
      if (path[0]?.isConnected !== false || document.activeElement !== document.body) return;
      const place = path.find((element) => element.isConnected && element.matches(PLACES));
      if (place instanceof HTMLElement) focusOn(place);
    };
    // a dialog that closes gives the focus back by itself, in the same turn
    const observer = new MutationObserver(() => path[0]?.isConnected === false && setTimeout(keep));
    document.addEventListener('focusin', onFocusIn);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', onFocusIn);
      observer.disconnect();
    };
  }, []);
}
