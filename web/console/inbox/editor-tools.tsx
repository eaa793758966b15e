import { ActionIcon, Popover } from '@mantine/core';
import {
  IconBold,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconMoodSmile,
  IconQuote,
} from '@tabler/icons-react';
import { type Editor as TiptapEditor, useEditorState } from '@tiptap/react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { onDemand } from '../design/on-demand.ts';
import { LoadingLines } from '../design/states.tsx';
import styles from './editor.module.css';

const EmojiChoice = onDemand(async () => ({ default: (await import('./emoji-choice.tsx')).EmojiChoice }));

const TOOLS = [
  { name: 'bold', Icon: IconBold, run: (e: TiptapEditor) => e.chain().focus().toggleBold().run() },
  { name: 'italic', Icon: IconItalic, run: (e: TiptapEditor) => e.chain().focus().toggleItalic().run() },
  {
    name: 'bulletList',
    Icon: IconList,
    run: (e: TiptapEditor) => e.chain().focus().toggleBulletList().run(),
  },
  {
    name: 'orderedList',
    Icon: IconListNumbers,
    run: (e: TiptapEditor) => e.chain().focus().toggleOrderedList().run(),
  },
  {
    name: 'blockquote',
    Icon: IconQuote,
    run: (e: TiptapEditor) => e.chain().focus().toggleBlockquote().run(),
  },
] as const;

/** The editor's buttons; each has its own key in the editor, so they are no stop for the tab key. */
export function EditorTools({ editor }: { editor: TiptapEditor }) {
  const { t } = useTranslation();
  const active = useEditorState({
    editor,
    selector: ({ editor: current }) => TOOLS.map(({ name }) => current.isActive(name)),
  });
  function setLink(): void {
    const present = String(editor.getAttributes('link').href ?? '');
    const href = prompt(t('inbox.linkAddress'), present);
    if (href === null) return;
    if (href === '') editor.chain().focus().unsetLink().run();
    else editor.chain().focus().setLink({ href }).run();
  }
  return (
    <div className={styles.tools} role="toolbar" aria-label={t('inbox.formatting')}>
      {TOOLS.map(({ name, Icon, run }, index) => (
        <ActionIcon
          key={name}
          size={28}
          tabIndex={-1}
          aria-label={t(`inbox.format.${name}`)}
          title={t(`inbox.format.${name}`)}
          aria-pressed={active[index] ?? false}
          variant={active[index] ? 'light' : 'subtle'}
          onClick={() => run(editor)}
        >
          <Icon size={16} stroke={1.75} />
        </ActionIcon>
      ))}
      <ActionIcon
        size={28}
        tabIndex={-1}
        aria-label={t('inbox.format.link')}
        title={t('inbox.format.link')}
        onClick={setLink}
      >
        <IconLink size={16} stroke={1.75} />
      </ActionIcon>
      <EmojiButton onChoose={(emoji) => editor.chain().focus().insertContent(emoji).run()} />
    </div>
  );
}

function EmojiButton({ onChoose }: { onChoose(emoji: string): void }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="top-start" trapFocus>
      <Popover.Target>
        <ActionIcon
          size={28}
          tabIndex={-1}
          aria-label={t('inbox.emoji')}
          title={t('inbox.emoji')}
          onClick={() => setOpen(!isOpen)}
        >
          <IconMoodSmile size={16} stroke={1.75} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <Suspense fallback={<LoadingLines lines={6} />}>
          <EmojiChoice
            onChoose={(emoji) => {
              setOpen(false);
              onChoose(emoji);
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
