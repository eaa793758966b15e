import { EditorContent, useEditor } from '@tiptap/react';
import { StarterKit } from '@tiptap/starter-kit';
import { useEffect, useRef } from 'react';
import styles from '../../inbox/editor.module.css';
import { EditorTools } from '../../inbox/editor-tools.tsx';
import people from '../people/people.module.css';

interface SignatureEditorProps {
  label: string;
  /** HTML. */
  value: string;
  onChange(html: string): void;
}

/** A small rich-text field for what stands under every reply. */
export function SignatureEditor({ label, value, onChange }: SignatureEditorProps) {
  // Tiptap keeps the options it began with; what it calls must be of today.
  const latest = useRef(onChange);
  const written = useRef(value);
  useEffect(() => {
    latest.current = onChange;
  });
  const editor = useEditor({
    content: value,
    extensions: [
      StarterKit.configure({ heading: false, horizontalRule: false, link: { openOnClick: false } }),
    ],
    editorProps: { attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label } },
    onUpdate: ({ editor: changed }) => {
      written.current = changed.isEmpty ? '' : changed.getHTML();
      latest.current(written.current);
    },
  });
  useEffect(() => {
    if (value === written.current) return;
    written.current = value;
    editor.commands.setContent(value, { emitUpdate: false });
  }, [editor, value]);
  return (
    <div className={`${styles.editor} ${people.framed}`}>
      <EditorContent editor={editor} className={styles.content} />
      <div className={styles.foot}>
        <EditorTools editor={editor} />
      </div>
    </div>
  );
}
