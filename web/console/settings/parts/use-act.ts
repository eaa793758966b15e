import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { explainError } from '../../design/explain-error.ts';
import { notify } from '../../design/notices.tsx';

/** Runs an act from a click; what goes wrong is said in a notice. Gives whether it succeeded. */
export function useAct(): (act: () => Promise<unknown>) => Promise<boolean> {
  const { t } = useTranslation();
  return useCallback(
    async (act) => {
      try {
        await act();
        return true;
      } catch (error) {
        notify({ text: explainError(error, t), tone: 'bad' });
        return false;
      }
    },
    [t],
  );
}
