import { Dexie, type Table } from 'dexie';
import type { DetectorState } from '../../shared/rules/engine/rule-state.ts';
import { type SaidMark, saidMarkSchema } from '../../shared/said/said.ts';
import type { AlertRow } from '../detections/alert-row.ts';
import type { EventRow } from './event-row.ts';
import type {
  DamagedRow,
  RemovalRow,
  SegmentPartRow,
  SegmentRow,
  TailRow,
  UndetectedRow,
} from './segments/segment-tables.ts';

/** The raw text of an event's newest version. */
export interface RawRow {
  key: string;
  raw: string;
}

/** An earlier version of an event. */
export interface VersionRow {
  key: string;
  contentHash: string;
  created: number;
  fetchedAt: number;
  raw: string;
}

/** What the rules remember; there is one such row. */
export interface DetectorRow {
  id: 'detector';
  state: DetectorState;
}

/** What analysts say of an event, by its row key; it outlives versions and the run that the event lies in. */
export interface AnnotationRow {
  key: string;
  tags: string[];
  note: string;
}

/** A fact about the database itself. */
export interface MetaRow {
  /** Its own name, or how far the record of what was said was when it was last written. */
  name: 'id' | 'said';
  value: string;
}

/**
 * The browser's database: segments and the tail that becomes the next one. The tables of rows are those of the
 * first version of the app, and empty once they have been moved into segments.
 */
export class Database extends Dexie {
  declare readonly events: Table<EventRow, string>;
  declare readonly raws: Table<RawRow, string>;
  declare readonly versions: Table<VersionRow, [string, string]>;
  declare readonly meta: Table<MetaRow, string>;
  declare readonly tail: Table<TailRow, number>;
  declare readonly segments: Table<SegmentRow, number>;
  declare readonly segmentParts: Table<SegmentPartRow, [string, number]>;
  declare readonly removals: Table<RemovalRow, string>;
  declare readonly damaged: Table<DamagedRow, number>;
  declare readonly undetected: Table<UndetectedRow, number>;
  declare readonly alerts: Table<AlertRow, string>;
  declare readonly detector: Table<DetectorRow, string>;
  declare readonly annotations: Table<AnnotationRow, string>;

  constructor(name = 'lurescope') {
    // Strict: a commit is answered when it is on disk, since the journal lets go of a batch upon it.
    super(name, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({
      events: 'key, time, source',
      raws: 'key',
      versions: '[key+contentHash], key',
    });
    this.version(2).stores({ meta: 'name' });
    this.version(3).stores({
      tail: 'id',
      segments: 'id',
      segmentParts: '[part+id], id',
      removals: 'id',
      damaged: 'id',
    });
    this.version(4).stores({ annotations: 'key' });
    this.version(5).stores({
      undetected: '++id, from, to',
      alerts: 'id, group, notify, lastSeen',
      detector: 'id',
    });
  }

  /** The name this database got when it was made: one that was lost and made anew has another. */
  async id(): Promise<string> {
    return this.transaction('rw', this.meta, async () => {
      const known = await this.meta.get('id');
      if (known) return known.value;
      const value = crypto.randomUUID();
      await this.meta.put({ name: 'id', value });
      return value;
    });
  }

  /** How far the record of what analysts say was at the last change that is here too; undefined before the first. */
  async mark(): Promise<SaidMark | undefined> {
    const row = await this.meta.get('said');
    return row && saidMarkSchema.parse(JSON.parse(row.value));
  }

  /** Within a transaction over meta. */
  async setMark(mark: SaidMark): Promise<void> {
    await this.meta.put({ name: 'said', value: JSON.stringify(mark) });
  }
}
