import { Suspense, useState } from 'react';
import { useFocusBack } from '../design/focus-back.ts';
import { onDemand } from '../design/on-demand.ts';
import { loadTextsOnDemand } from '../i18n/index.ts';
import { useShortcuts } from './shortcuts.ts';

const CommandPalette = onDemand(async () => {
  // It names the settings, whose texts are not there before somebody needs them.
  const [{ CommandPalette: Component }] = await Promise.all([
    import('./command-palette.tsx'),
    loadTextsOnDemand(),
  ]);
  return { default: Component };
});
const KeysSheet = onDemand(async () => ({ default: (await import('./keys-sheet.tsx')).KeysSheet }));

/** The command palette (Ctrl+K) and the sheet of shortcuts (?), wherever one is. */
export function Keyboard() {
  const [open, setOpen] = useState<'palette' | 'sheet' | null>(null);
  useShortcuts({ 'mod+k': () => setOpen('palette'), '?': () => setOpen('sheet') });
  useFocusBack(open !== null);
  const close = () => setOpen(null);
  return (
    <Suspense>
      {open === 'palette' && <CommandPalette opened onClose={close} />}
      {open === 'sheet' && <KeysSheet opened onClose={close} />}
    </Suspense>
  );
}
