import { AtSign, CircleDot, CircleMinus, CirclePlus, Copy, CopyCheck } from 'lucide-react';
import { copyDefanged, copyText } from '../../ui/copy.ts';
import { EventText } from '../../ui/event-text.tsx';
import { MenuItem, MenuLabel, MenuSeparator } from '../../ui/menu.tsx';
import { longestAsked } from './longest-asked.ts';

/** What can be made of a value in the query. */
export interface QueryActions {
  /** Asks for events that have it; where that is asked already, not any more. */
  include(field: string, value: string): void;
  /** Leaves out events that have it; where they are left out already, not any more. */
  exclude(field: string, value: string): void;
  /** Shows events that have it, whatever else was asked for. */
  only(field: string, value: string): void;
}

/** Fields of addresses, and those of their domains. */
const domainFields: Partial<Record<string, string>> = {
  sender: 'senderDomain',
  recipient: 'recipientDomain',
};

function domainOf(field: string, address: string): { field: string; value: string } | undefined {
  const domainField = domainFields[field];
  const at = address.lastIndexOf('@');
  if (domainField === undefined || at < 0 || at === address.length - 1) return undefined;
  return { field: domainField, value: address.slice(at + 1).toLowerCase() };
}

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
  const domain = field && domainOf(field, value);
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
          <MenuItem icon={<CircleDot size={14} />} keys="o" onSelect={() => actions.only(field, value)}>
            Only this
          </MenuItem>
          {domain ? (
            <MenuItem icon={<AtSign size={14} />} onSelect={() => actions.only(domain.field, domain.value)}>
              Only its domain
            </MenuItem>
          ) : null}
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
