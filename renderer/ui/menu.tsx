import { DropdownMenu } from 'radix-ui';
import { type ComponentProps, type ReactNode, useEffect, useState } from 'react';
import styles from './menu.module.css';

/** What drops from a `DropdownMenu.Trigger`; goes into a `DropdownMenu.Root`. */
export function MenuContent({ children, ...props }: ComponentProps<typeof DropdownMenu.Content>) {
  const [screen, setScreen] = useState(() => document.querySelector('main'));
  // While a screen is made, the one before it is still there.
  useEffect(() => setScreen(document.querySelector('main')), []);
  return (
    // Within the screen's landmark, where a screen reader expects what belongs to it.
    <DropdownMenu.Portal container={screen}>
      <DropdownMenu.Content
        className={styles.content}
        sideOffset={2}
        collisionPadding={8}
        align="start"
        {...props}
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  );
}

/** One thing to do, with the key that does the same without the menu. */
export function MenuItem(props: {
  icon?: ReactNode;
  keys?: string;
  disabled?: boolean;
  children: ReactNode;
  onSelect(): void;
}) {
  return (
    <DropdownMenu.Item
      className={styles.item}
      disabled={props.disabled ?? false}
      onSelect={props.onSelect}
      {...(props.keys && props.keys.length === 1 ? { 'aria-keyshortcuts': props.keys } : {})}
    >
      {props.icon}
      <span className={styles.words}>{props.children}</span>
      {props.keys ? (
        <span className={styles.keys} aria-hidden>
          {props.keys}
        </span>
      ) : null}
    </DropdownMenu.Item>
  );
}

/** What the items below are about. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className={styles.label}>{children}</DropdownMenu.Label>;
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className={styles.separator} />;
}
