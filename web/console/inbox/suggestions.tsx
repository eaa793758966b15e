import { useQuery } from '@tanstack/react-query';
import type { Editor as TiptapEditor } from '@tiptap/react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../data/api.ts';
import { useUsers } from '../data/people.ts';
import type { CannedReply, Listing } from '../data/types.ts';
import styles from './suggestions.module.css';

/** What stands before the cursor and asks for suggestions. */
export interface Trigger {
  sign: '/' | '@';
  words: string;
  from: number;
  to: number;
}

interface Suggestion {
  id: string;
  title: string;
  text: string;
}

const MOST = 8;

/** Finds `/words` or `@words` just before the cursor; `signs` are those that mean something here. */
export function findTrigger(editor: TiptapEditor, signs: string): Trigger | null {
  const { $from, empty } = editor.state.selection;
  if (!empty) return null;
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '￼');
  const match = /(?:^|\s)([/@])([\p{L}\p{N}._-]{0,40})$/u.exec(before);
  const [, sign, words = ''] = match ?? [];
  if ((sign !== '/' && sign !== '@') || !signs.includes(sign)) return null;
  return { sign, words, from: $from.pos - words.length - 1, to: $from.pos };
}

interface SuggestionsProps {
  trigger: Trigger;
  place: { left: number; top: number };
  onChoose(id: string, title: string): void;
  onClose(): void;
  /** Gives the editor what to ask before it handles a key itself; true = taken. */
  onKeys(handle: (key: string) => boolean): void;
}

/** Canned replies for `/`, colleagues for `@`: arrows move, Enter or Tab takes, Escape closes. */
export function Suggestions({ trigger, place, onChoose, onClose, onKeys }: SuggestionsProps) {
  const { t } = useTranslation();
  const found = useSuggestions(trigger);
  const [at, setAt] = useState(0);
  const chosen = Math.min(at, Math.max(found.length - 1, 0));
  useEffect(() => {
    onKeys((key) => {
      if (key === 'Escape') {
        onClose();
        return true;
      }
      if (found.length === 0) return false;
      if (key === 'ArrowDown') setAt((chosen + 1) % found.length);
      else if (key === 'ArrowUp') setAt((chosen - 1 + found.length) % found.length);
      else if (key === 'Enter' || key === 'Tab') {
        const suggestion = found[chosen];
        if (suggestion) onChoose(suggestion.id, suggestion.title);
      } else return false;
      return true;
    });
  });
  if (found.length === 0) return null;
  return (
    <div
      className={styles.list}
      style={place}
      role="listbox"
      aria-label={trigger.sign === '/' ? t('inbox.cannedReplies') : t('inbox.colleagues')}
    >
      {found.map((suggestion, index) => (
        <div
          key={suggestion.id}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          className={styles.option}
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(suggestion.id, suggestion.title);
          }}
        >
          <strong>{suggestion.title}</strong>
          <span>{suggestion.text}</span>
        </div>
      ))}
    </div>
  );
}

function useSuggestions({ sign, words }: Trigger): Suggestion[] {
  const users = useUsers().data;
  const replies = useQuery({
    queryKey: ['canned-replies', 'search', words],
    queryFn: () => api.get<Listing<CannedReply>>('/canned-replies', { q: words, limit: MOST }),
    enabled: sign === '/',
    placeholderData: (before) => before,
  }).data;
  return useMemo(() => {
    if (sign === '/') {
      const items = replies?.items ?? [];
      return items.map(({ id, shortcut, title }) => ({ id, title, text: `/${shortcut}` }));
    }
    const wanted = words.toLocaleLowerCase();
    return (users ?? [])
      .filter(({ active, name }) => active && name.toLocaleLowerCase().includes(wanted))
      .slice(0, MOST)
      .map(({ id, name, email }) => ({ id, title: name, text: email }));
  }, [sign, words, users, replies]);
}
