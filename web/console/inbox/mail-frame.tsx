import { useEffect, useRef, useState } from 'react';
import styles from './mail-frame.module.css';

// No script runs in the frame; being of our origin only lets us measure its height.
const SANDBOX = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox';
const STYLE = `
  :root { color-scheme: light; }
  body { margin: 0; font: 16px/24px system-ui, sans-serif; color: #1a1d21; background: #fff; overflow-wrap: anywhere; }
  img { max-width: 100%; height: auto; }
  table { max-width: 100%; }
  pre { white-space: pre-wrap; }
  blockquote { margin: 8px 0; padding-inline-start: 12px; border-inline-start: 2px solid #d5d9de; color: #5a626d; }
  details.quoted > summary { cursor: pointer; color: #5a626d; list-style: none; }
`;

/** A mail's sanitised HTML, on white as it was written for, as high as its content. */
export function MailFrame({ html, title }: { html: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(48);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let observer: ResizeObserver | undefined;
    const watch = () => {
      const root = element.contentDocument?.documentElement;
      if (!root) return;
      const measure = () => setHeight(Math.ceil(root.getBoundingClientRect().height));
      observer = new ResizeObserver(measure);
      observer.observe(root);
      measure();
    };
    element.addEventListener('load', watch);
    return () => {
      element.removeEventListener('load', watch);
      observer?.disconnect();
    };
  }, []);
  return (
    <iframe
      ref={frame}
      className={styles.frame}
      title={title}
      sandbox={SANDBOX}
      referrerPolicy="no-referrer"
      srcDoc={pageOf(html)}
      style={{ height }}
    />
  );
}

function pageOf(html: string): string {
  return `<!doctype html><meta charset="utf-8"><base target="_blank"><style>${STYLE}</style>${html}`;
}
