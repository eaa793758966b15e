import { Placeholder } from '@tiptap/extension-placeholder';
import { EditorContent, type Editor as TiptapEditor, useEditor } from '@tiptap/react';
import { StarterKit } from '@tiptap/starter-kit';
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import styles from './editor.module.css';
import { EditorTools } from './editor-tools.tsx';
import { findTrigger, Suggestions, type Trigger } from './suggestions.tsx';

/** What was written, as text and as HTML. */
export interface Written {
  text: string;
  html: string;
  /** Ids of colleagues who are named with an `@`. */
  mentions: string[];
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
  /** Colleagues who can be named. */
  people: readonly { id: string; name: string }[];
  /** Which signs bring suggestions: `/` canned replies, `@` colleagues. */
  signs: string;
  onChange(written: Written): void;
  onSend(): void;
  /** Escape was pressed. */
  onLeave(): void;
  onFiles(files: FileList): void;
  onCannedReply(id: string): void;
  /** What stands beside the tools. */
  children: ReactNode;
}

/** A small rich-text editor: what mails can carry, and nothing else. */
export function Editor(props: EditorProps) {
  // Tiptap keeps the options it began with; what it calls must be of today.
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const keys = useRef<(key: string) => boolean>(() => false);
  const editor = useEditor({
    content: props.content,
    extensions: [
      StarterKit.configure({
        heading: false,
        horizontalRule: false,
        link: { openOnClick: false, protocols: ['https', 'http', 'mailto', 'tel'] },
      }),
      Placeholder.configure({ placeholder: () => latest.current.label }),
    ],
    editorProps: {
      attributes: () => ({
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': latest.current.label,
      }),
      handleKeyDown: (_view, event) => {
        if (keys.current(event.key)) return true;
        if (event.key === 'Escape') {
          // The single keys work again.
          latest.current.onLeave();
          return true;
        }
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
    onUpdate: ({ editor: changed }) => {
      latest.current.onChange(readFrom(changed, latest.current.people));
      setTrigger(findTrigger(changed, latest.current.signs));
    },
    onSelectionUpdate: ({ editor: changed }) => setTrigger(findTrigger(changed, latest.current.signs)),
    onBlur: () => setTrigger(null),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the label stands in the placeholder and attributes
  useEffect(() => {
    editor.view.dispatch(editor.state.tr);
  }, [editor, props.label]);
  useImperativeHandle(
    props.ref,
    () => ({
      read: () => readFrom(editor, latest.current.people),
      write: (html) => editor.commands.setContent(html, { emitUpdate: true }),
      insert: (html) => editor.chain().focus().insertContent(html).run(),
      focus: () => {
        // The command alone waits for the next frame: what is typed until then would be taken for shortcuts.
        editor.view.focus();
        editor.commands.focus('end');
      },
    }),
    [editor],
  );
  function close(): void {
    keys.current = () => false;
    setTrigger(null);
  }
  function take(id: string, title: string): void {
    if (!trigger) return;
    const { sign, from, to } = trigger;
    close();
    const edit = editor.chain().focus().deleteRange({ from, to });
    if (sign === '@') edit.insertContent(`@${title} `).run();
    else {
      edit.run();
      props.onCannedReply(id);
    }
  }
  return (
    <div className={styles.editor}>
      <EditorContent editor={editor} className={styles.content} />
      {trigger && (
        <Suggestions
          key={trigger.sign}
          trigger={trigger}
          place={placeOf(editor, trigger)}
          onChoose={take}
          onClose={close}
          onKeys={(handle) => {
            keys.current = handle;
          }}
        />
      )}
      <div className={styles.foot}>
        <EditorTools editor={editor} />
        {props.children}
      </div>
    </div>
  );
}

function placeOf(editor: TiptapEditor, { from }: Trigger): { left: number; top: number } {
  const { left, top } = editor.view.coordsAtPos(from);
  return { left: Math.min(left, Math.max(8, innerWidth - 336)), top: top - 4 };
}

function readFrom(editor: TiptapEditor, people: EditorProps['people']): Written {
  const text = editor.getText({ blockSeparator: '\n\n' });
  return {
    text,
    html: editor.isEmpty ? '' : editor.getHTML(),
    mentions: people.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id),
  };
}
