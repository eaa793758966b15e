import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../data/api.ts';
import type { StoredFile } from '../data/types.ts';
import { explainError } from '../design/explain-error.ts';
import { notify } from '../design/notices.tsx';

/** Files on their way to the server and those that are there. */
export function useUploads(initial: StoredFile[]) {
  const { t } = useTranslation();
  const [files, set] = useState(initial);
  const [underWay, setUnderWay] = useState(0);

  async function upload(file: File): Promise<void> {
    const form = new FormData();
    form.set('file', file);
    setUnderWay((count) => count + 1);
    try {
      const stored = await api.post<StoredFile>('/files', form);
      set((before) => [...before, stored]);
    } catch (error) {
      notify({ text: `${file.name}: ${explainError(error, t)}`, tone: 'bad' });
    } finally {
      setUnderWay((count) => count - 1);
    }
  }

  return {
    files,
    set,
    isBusy: underWay > 0,
    attach(added: FileList) {
      for (const file of added) void upload(file);
    },
    detach: (id: string) => set((before) => before.filter((file) => file.id !== id)),
  };
}
