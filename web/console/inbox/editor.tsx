import { ActionIcon } from '@mantine/core';
import { IconBold, IconItalic, IconLink, IconList, IconListNumbers, IconQuote } from '@tabler/icons-react';
import { Placeholder } from '@tiptap/extension-placeholder';
import { EditorContent, type Editor as TiptapEditor, useEditor, useEditorState } from '@tiptap/react';
import { StarterKit } from '@tiptap/starter-kit';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './editor.module.css';

/** What was written, as text and as HTML. */
export interface Written {
  text: string;
  html: string;
}

/** What others may ask of the editor. */
export interface EditorHandle {
  read(): Written;
  write(html: string): void;
  insert(html: string): void;
  focus(): void;
}

interface EditorProps {
  ref: Ref<EditorHandle>;
  label: string;
  /** HTML to begin with. */
  content: string;
  onChange(written: Written): void;
  onSend(): void;
  onFiles(files: FileList): void;
}

/** A small rich-text editor: what mails can carry, and nothing else. */
export function Editor({ ref, label, content, onChange, onSend, onFiles }: EditorProps) {
  // Tiptap keeps the options it began with; what it calls must be of today.
  const latest = useRef({ onChange, onSend, onFiles, label });
  useEffect(() => {
    latest.current = { onChange, onSend, onFiles, label };
  });
  const editor = useEditor({
    content,
    extensions: [
      StarterKit.configure({
        heading: false,
        horizontalRule: false,
        link: { openOnClick: false, protocols: ['https', 'http', 'mailto', 'tel'] },
      }),
      Placeholder.configure({ placeholder: () => latest.current.label }),
    ],
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        'data-shortcut': 'editor',
      },
      handleKeyDown: (_view, event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return false;
        latest.current.onSend();
        return true;
      },
      handlePaste: (_view, event) => {
        const files = event.clipboardData?.files;
        if (!files || files.length === 0) return false;
        latest.current.onFiles(files);
        return true;
      },
    },
    onUpdate: ({ editor: changed }) => latest.current.onChange(readFrom(changed)),
  });
  useEffect(() => {
    editor.setOptions({
      editorProps: {
        ...editor.options.editorProps,
        attributes: {
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': label,
          'data-shortcut': 'editor',
        },
      },
    });
  }, [editor, label]);
  useImperativeHandle(
    ref,
    () => ({
      read: () => readFrom(editor),
      write: (html) => editor.commands.setContent(html, { emitUpdate: true }),
      insert: (html) => editor.chain().focus().insertContent(html).run(),
      focus: () => editor.commands.focus('end'),
    }),
    [editor],
  );
  return (
    <div className={styles.editor}>
      <EditorContent editor={editor} className={styles.content} />
      <Toolbar editor={editor} />
    </div>
  );
}

function readFrom(editor: TiptapEditor): Written {
  return { text: editor.getText({ blockSeparator: '\n\n' }), html: editor.isEmpty ? '' : editor.getHTML() };
}

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

function Toolbar({ editor }: { editor: TiptapEditor }) {
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
    </div>
  );
}
