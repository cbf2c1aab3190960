import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import text from '../../../docs/query-language.md?raw';
import { Button } from '../../ui/button.tsx';
import { MarkdownText } from '../../ui/markdown-text.tsx';
import styles from './query-help.module.css';

/** What has the keyboard, within shadow roots too. */
function focusedElement(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/** The query language, beside what is being looked at: the page stays in use, so that examples can be tried. */
export function QueryHelp({ onClose }: { onClose(): void }) {
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = focusedElement();
    body.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside
      className={styles.help}
      aria-label="Query help"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header className={styles.header}>
        <h2 className={styles.title}>Query help</h2>
        <Button variant="quiet" icon aria-label="Close the help" title="Close (Esc)" onClick={onClose}>
          <X size={16} aria-hidden />
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it */}
      <div className={styles.text} ref={body} tabIndex={0}>
        <MarkdownText text={text} />
      </div>
    </aside>
  );
}
