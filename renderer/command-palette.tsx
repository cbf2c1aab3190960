import { Command } from 'cmdk';
import { Check } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import styles from './command-palette.module.css';
import { type Command as Action, currentCommands } from './model/commands.ts';
import { visuallyHidden } from './ui/visually-hidden.ts';

const isMac = navigator.platform.startsWith('Mac');

/** How the key that opens the palette is written. */
export const paletteKeys = isMac ? '⌘K' : 'Ctrl+K';

/** Ctrl+K, on a Mac Cmd+K: from everywhere, while typing too, but not over a dialog that waits for an answer. */
function usePaletteKey(open: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isHeld = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
      if (!isHeld || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      event.stopPropagation();
      if (!document.querySelector('[role="dialog"], [role="alertdialog"]')) open();
    };
    // Before the editor of queries, for which the key means something else.
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [open]);
}

/** What is wanted most stands first, what is long last; groups that others add stand between. */
const first = ['Go to', 'Query', 'Views', 'Keep', 'Files', 'Recent queries', 'Time'];
const last = ['Table', 'Appearance', 'Help', 'Sort by', 'Columns'];

function rank(group: string): number {
  if (first.includes(group)) return first.indexOf(group) - first.length;
  return last.includes(group) ? last.indexOf(group) + 1 : 0;
}

function grouped(actions: readonly Action[]): [group: string, actions: Action[]][] {
  const groups = new Map<string, Action[]>();
  for (const action of actions) {
    const group = groups.get(action.group);
    if (group) group.push(action);
    else groups.set(action.group, [action]);
  }
  return [...groups].sort(([a], [b]) => rank(a) - rank(b));
}

function Item({ action, onChosen }: { action: Action; onChosen(action: Action): void }) {
  return (
    <Command.Item
      className={styles.item}
      value={action.id}
      keywords={[action.title, action.group, ...(action.keywords ?? [])]}
      onSelect={() => onChosen(action)}
    >
      <span className={styles.on}>{action.isOn ? <Check size={14} aria-label="on" /> : null}</span>
      <span className={action.isCode ? styles.code : styles.title}>{action.title}</span>
      {action.keys ? <kbd className={styles.keys}>{action.keys}</kbd> : null}
    </Command.Item>
  );
}

/** Finds a command by some letters of it: all that can be done at this moment, on one key. */
export function CommandPalette() {
  const [actions, setActions] = useState<readonly Action[]>();
  usePaletteKey(() => setActions(currentCommands()));
  const chosen = useRef<Action>(undefined);
  const close = () => setActions(undefined);
  return (
    <Dialog.Root open={actions !== undefined} onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content
          className={styles.content}
          aria-describedby={undefined}
          onCloseAutoFocus={() => {
            const action = chosen.current;
            chosen.current = undefined;
            // The focus goes back to where it was, and then where the command wants it.
            if (action) queueMicrotask(() => action.run());
          }}
        >
          <Dialog.Title className={visuallyHidden}>Commands</Dialog.Title>
          <Command label="Find a command" loop>
            <Command.Input className={styles.input} placeholder="Find a command" />
            <Command.List className={styles.list} label="Commands">
              <Command.Empty className={styles.empty}>No command has this in its name.</Command.Empty>
              {grouped(actions ?? []).map(([group, ofGroup]) => (
                <Command.Group key={group} heading={group} className={styles.group}>
                  {ofGroup.map((action) => (
                    <Item
                      key={action.id}
                      action={action}
                      onChosen={(one) => {
                        chosen.current = one;
                        close();
                      }}
                    />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
