import { Check, Copy, Ellipsis } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { createContext, type KeyboardEvent, useContext, useEffect, useState } from 'react';
import { fieldNamed } from '../../../shared/event/fields.ts';
import { Button } from '../../ui/button.tsx';
import { copyDefanged, copyText } from '../../ui/copy.ts';
import { EventText } from '../../ui/event-text.tsx';
import { MenuContent } from '../../ui/menu.tsx';
import styles from './event-detail.module.css';
import { longestAsked } from './longest-asked.ts';
import { type QueryActions, ValueItems } from './value-items.tsx';
import { WrappedLink } from './wrapped-link.tsx';

/** What the values of the panel do to the query. */
export const QueryActionsContext = createContext<QueryActions | undefined>(undefined);

/** A longer value is cut until all of it is asked for. */
const shownLength = 2000;
/** More than this at once would make the panel slow; copying and the raw JSON have all of it. */
const mostShown = 100_000;

/** Fields whose values may be links that a mail gateway wrapped. */
const linkFields: ReadonlySet<string> = new Set(['url', 'threat', 'threatUrl']);

/** What is on hover and focus beside a value. */
function ValueMenu(props: {
  field: string | undefined;
  value: string;
  text: string;
  actions: QueryActions;
  onCopied(): void;
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button
          variant="quiet"
          icon
          className={styles.action}
          aria-label="More to do with this value"
          title="Include, exclude, only, copy"
        >
          <Ellipsis size={14} aria-hidden />
        </Button>
      </DropdownMenu.Trigger>
      <MenuContent align="end">
        <ValueItems {...props} />
      </MenuContent>
    </DropdownMenu.Root>
  );
}

function Text({ text, mono }: { text: string; mono: boolean }) {
  const [showsAll, setShowsAll] = useState(false);
  const isLong = text.length > shownLength;
  if (!isLong) return <EventText mono={mono}>{text}</EventText>;
  const shown = text.slice(0, showsAll ? mostShown : shownLength);
  const left = text.length - shown.length;
  return (
    <span className={showsAll ? styles.longText : undefined}>
      <EventText mono={mono}>{shown}</EventText>
      {left > 0 ? (
        <span className={styles.dim}> and {left.toLocaleString('en-US')} more characters </span>
      ) : null}
      {showsAll ? null : (
        <Button variant="quiet" className={styles.more} onClick={() => setShowsAll(true)}>
          {text.length <= mostShown ? 'Show all' : `Show ${mostShown.toLocaleString('en-US')}`}
        </Button>
      )}
    </span>
  );
}

/**
 * A value of an event with what can be done with it: a button copies it, defanged, with Shift as it is; a menu writes
 * it into the query. With the keyboard on either, `i`, `x`, `o` and `c` do the same as in the table.
 */
export function Value(props: {
  text: string;
  mono?: boolean;
  /** The field it belongs to, where it is one that can be asked for. */
  field?: string | undefined;
  /** What the query would say, where that is not the text. */
  value?: string | undefined;
}) {
  const { text, mono = false, value = text } = props;
  const isAsked = props.field !== undefined && value.length <= longestAsked;
  const field = isAsked ? fieldNamed(props.field ?? '')?.name : undefined;
  const actions = useContext(QueryActionsContext);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Keys within the open menu are the menu's.
    if (event.target instanceof Element && event.target.closest('[role="menu"]')) return;
    if (event.key === 'c') setCopied(copyDefanged(text));
    else if (event.key === 'C') setCopied(copyText(text));
    else if (field && event.key === 'i') actions?.include(field, value);
    else if (field && event.key === 'x') actions?.exclude(field, value);
    else if (field && event.key === 'o') actions?.only(field, value);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons within
    <span className={styles.value} onKeyDown={onKeyDown}>
      <span>
        <Text text={text} mono={mono} />
        {linkFields.has(props.field ?? '') ? <WrappedLink link={text} /> : null}
      </span>
      <span className={styles.actions}>
        <Button
          variant="quiet"
          icon
          className={styles.action}
          aria-label="Copy defanged; with Shift as it is"
          title="Copy defanged; with Shift as it is"
          onClick={(event) => setCopied(event.shiftKey ? copyText(text) : copyDefanged(text))}
        >
          {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        </Button>
        {actions ? (
          <ValueMenu
            field={field}
            value={value}
            text={text}
            actions={actions}
            onCopied={() => setCopied(true)}
          />
        ) : null}
      </span>
    </span>
  );
}
