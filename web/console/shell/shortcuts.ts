import { useEffect, useRef } from 'react';

/** What single keys do here, by key; `mod+k` is Ctrl+K, or ⌘K on a Mac. */
export type Shortcuts = Record<string, () => void>;

let wasCovered = false;

// Before anybody else hears of the key: a dialog that Escape closes would be gone when it comes to the shortcuts.
window.addEventListener(
  'keydown',
  () => {
    const covers = document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]');
    // Closed menus stay in the page, hidden.
    wasCovered = [...covers].some((each) => each.checkVisibility());
  },
  { capture: true },
);

/** Runs an act by its key, unless somebody types or a dialog is open. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const heed = (event: KeyboardEvent) => {
      const name = nameOf(event);
      const act = latest.current[name];
      if (!act || event.defaultPrevented || event.isComposing) return;
      if (!name.startsWith('mod+') && isBusy(event.target)) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', heed);
    return () => document.removeEventListener('keydown', heed);
  }, []);
}

/** Puts the focus on what has the name as its `data-shortcut`; a button is pressed. */
export function reach(name: string): void {
  const element = document.querySelector<HTMLElement>(`[data-shortcut="${name}"]`);
  if (element instanceof HTMLButtonElement) element.click();
  else element?.focus();
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : event.altKey ? '' : key;
}

function isBusy(target: EventTarget | null): boolean {
  if (wasCovered) return true;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}
