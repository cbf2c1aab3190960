import type { ReactNode } from 'react';
import styles from './page.module.css';

/** A screen of text and forms: a heading, what can be done, and the rest below. */
export function Page({
  title,
  lead,
  actions,
  children,
}: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className={styles.page}>
      <div className={styles.inner}>
        <div className={styles.head}>
          <h1>{title}</h1>
          {actions}
        </div>
        {lead ? <p className={styles.lead}>{lead}</p> : null}
        {children}
      </div>
    </main>
  );
}

export function Card({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <section className={styles.card} {...(label ? { 'aria-label': label } : {})}>
      {children}
    </section>
  );
}
