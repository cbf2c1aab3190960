import { type EventKind, isClick } from '../../shared/event/kinds.ts';
import type { SourceEntry } from './siem-source.ts';

const messageIds: Readonly<Record<EventKind, string>> = {
  messageDelivered: 'MSGDLV',
  messageBlocked: 'MSGBLK',
  clickPermitted: 'CLKPER',
  clickBlocked: 'CLKBLK',
};

/** RFC 5424, 6.3.3: quotes, backslashes and closing brackets are escaped in a parameter's value. */
function escapeValue(text: string): string {
  return text.replaceAll(/["\\\]]/g, (sign) => `\\${sign}`).replaceAll(/[\r\n]+/g, ' ');
}

/** RFC 5424, 6.3.3: a parameter's name is printable ASCII without space, `=`, `]` and `"`, at most 32 signs. */
function paramName(name: string): string {
  return name.replaceAll(/[^\x21-\x7e]|[=\]"]/g, '_').slice(0, 32);
}

/** An event as one RFC 5424 line (without its end), its fields as structured data. */
export function syslogLine({ kind, raw, createdAt }: SourceEntry): string {
  const params = Object.entries(raw)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `${paramName(name)}="${escapeValue(text)}"`;
    });
  const element = isClick(kind) ? 'tapclick@21139' : 'tapmsg@21139';
  return `<38>1 ${new Date(createdAt).toISOString()} - ProofpointTAP - ${messageIds[kind]} [${[element, ...params].join(' ')}]`;
}
