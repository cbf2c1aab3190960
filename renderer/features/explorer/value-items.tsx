import { CircleDot, CircleMinus, CirclePlus, Copy, CopyCheck } from 'lucide-react';
import { copyDefanged, copyText } from '../../ui/copy.ts';
import { EventText } from '../../ui/event-text.tsx';
import { MenuItem, MenuLabel, MenuSeparator } from '../../ui/menu.tsx';

/** What can be made of a value in the query. */
export interface QueryActions {
  /** Asks for events that have it; where that is asked already, not any more. */
  include(field: string, value: string): void;
  /** Leaves out events that have it; where they are left out already, not any more. */
  exclude(field: string, value: string): void;
  /** Shows events that have it, whatever else was asked for. */
  only(field: string, value: string): void;
}

/** Longer values are not written into a query, where nobody could read them. */
export const longestAsked = 2000;

/** What a menu on a value offers. A value of no field that can be asked for is only copied. */
export function ValueItems(props: {
  field: string | undefined;
  /** What the query would say. */
  value: string;
  /** What is copied. */
  text: string;
  actions: QueryActions;
  onCopied?(): void;
}) {
  const { field, value, text, actions } = props;
  const copied = (isDone: boolean) => {
    if (isDone) props.onCopied?.();
  };
  return (
    <>
      <MenuLabel>
        {field ? `${field}: ` : null}
        <EventText>{text.slice(0, 80)}</EventText>
      </MenuLabel>
      {field && value.length <= longestAsked ? (
        <>
          <MenuItem icon={<CirclePlus size={14} />} keys="i" onSelect={() => actions.include(field, value)}>
            Include
          </MenuItem>
          <MenuItem icon={<CircleMinus size={14} />} keys="x" onSelect={() => actions.exclude(field, value)}>
            Exclude
          </MenuItem>
          <MenuItem icon={<CircleDot size={14} />} onSelect={() => actions.only(field, value)}>
            Only this
          </MenuItem>
          <MenuSeparator />
        </>
      ) : null}
      <MenuItem icon={<CopyCheck size={14} />} keys="c" onSelect={() => copied(copyDefanged(text))}>
        Copy defanged
      </MenuItem>
      <MenuItem icon={<Copy size={14} />} onSelect={() => copied(copyText(text))}>
        Copy as it is
      </MenuItem>
    </>
  );
}
