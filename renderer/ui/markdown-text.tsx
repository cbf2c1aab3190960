import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import styles from './markdown-text.module.css';

/** A text of the documentation. Its title is left to what surrounds it, and nothing in it leads anywhere. */
export function MarkdownText({ text }: { text: string }) {
  return (
    <div className={styles.markdown}>
      <Markdown
        remarkPlugins={[remarkGfm]}
        components={{ h1: () => null, a: ({ children }) => <span>{children}</span> }}
      >
        {text}
      </Markdown>
    </div>
  );
}
