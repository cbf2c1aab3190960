import Markdown from 'react-markdown';
import styles from './rule-text.module.css';

/** What may be in the text of a rule: words and lists; nothing in it leads anywhere. */
const allowed = ['p', 'ol', 'ul', 'li', 'strong', 'em', 'code'];

/** The description or runbook of a rule, which is written in Markdown. */
export function RuleText({ children }: { children: string }) {
  return (
    <div className={styles.text}>
      <Markdown allowedElements={allowed} unwrapDisallowed>
        {children}
      </Markdown>
    </div>
  );
}

/** A technique or tactic as MITRE writes it: `attack.t1566.002` is T1566.002. */
export function tagName(tag: string): string {
  const technique = /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1];
  if (technique) return technique.toUpperCase();
  return tag.replace(/^attack\./, '').replaceAll(/[-_]/g, ' ');
}
