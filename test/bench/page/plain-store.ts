import { Dexie, type Table } from 'dexie';
import { type EventKind, isClick } from '../../../shared/event/kinds.ts';
import type { RawEvent } from '../../../shared/event/raw-event.ts';

/** A row as one would write it: what is filtered by beside the event itself. */
export interface PlainRow {
  key: string;
  at: number;
  kind: EventKind;
  phishScore: number | null;
  malwareScore: number | null;
  impostorScore: number | null;
  spamScore: number | null;
  classifications: string[];
  threatTypes: string[];
  threatStatuses: string[];
  raw: RawEvent;
  /** The event in lower case, for free text; only where text is looked for. */
  text?: string;
}

/** The plain way a developer would pick: one Dexie table, an index for each thing that is filtered by. */
export class PlainStore extends Dexie {
  declare readonly events: Table<PlainRow, string>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({
      events: 'key, at, kind, phishScore, malwareScore, impostorScore, spamScore, *classifications',
    });
  }
}

function score(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function words(threats: readonly RawEvent[], field: string): string[] {
  const found = threats.map((threat) => threat[field]).filter((value) => typeof value === 'string');
  return [...new Set(found.map((value) => value.toLowerCase()))];
}

function keyOf(kind: EventKind, raw: RawEvent): string {
  const parts = isClick(kind)
    ? [raw.id ?? [raw.GUID, raw.clickTime, raw.recipient, raw.url, raw.clickIP]]
    : [raw.GUID, raw.id, raw.QID, [raw.recipient].flat().sort(), raw.messageTime];
  return `${kind} ${parts.flat(2).join(' ')}`;
}

export function plainRow(kind: EventKind, raw: RawEvent): PlainRow {
  const listed = Array.isArray(raw.threatsInfoMap) ? (raw.threatsInfoMap as RawEvent[]) : [];
  // A click carries its one threat in fields of its own.
  const threats = isClick(kind) ? [raw] : listed;
  const time = isClick(kind) ? raw.clickTime : raw.messageTime;
  return {
    key: keyOf(kind, raw),
    at: Date.parse(String(time ?? threats[0]?.threatTime)) || 0,
    kind,
    phishScore: score(raw.phishScore),
    malwareScore: score(raw.malwareScore),
    impostorScore: score(raw.impostorScore),
    spamScore: score(raw.spamScore),
    classifications: words(threats, 'classification'),
    threatTypes: words(threats, 'threatType'),
    threatStatuses: words(threats, 'threatStatus'),
    raw,
  };
}
