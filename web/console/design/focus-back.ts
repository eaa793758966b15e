import { useLayoutEffect, useRef } from 'react';

/** Gives the focus back to where it was once a dialog that leaves the page at closing is closed. */
export function useFocusBack(isOpen: boolean): void {
  const before = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (isOpen) before.current = document.activeElement;
    else if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
  }, [isOpen]);
}
