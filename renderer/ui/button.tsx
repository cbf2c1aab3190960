import type { ComponentProps } from 'react';
import styles from './button.module.css';

interface Look {
  variant?: 'plain' | 'primary' | 'danger' | 'quiet';
  /** Holds an icon alone; give it an aria-label. */
  icon?: boolean;
}

function classOf({ variant = 'plain', icon }: Look, more: string | undefined): string {
  return [styles.button, variant === 'plain' ? '' : styles[variant], icon ? styles.icon : '', more]
    .filter(Boolean)
    .join(' ');
}

export function Button({ variant, icon, className, ...props }: ComponentProps<'button'> & Look) {
  const look = { ...(variant ? { variant } : {}), ...(icon ? { icon } : {}) };
  return <button type="button" {...props} className={classOf(look, className)} />;
}

/** A link within the app that looks like a button. */
export function ButtonLink({ variant, className, ...props }: ComponentProps<'a'> & Look) {
  return <a {...props} className={classOf(variant ? { variant } : {}, className)} />;
}
