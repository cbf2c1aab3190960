import { type Field, fields } from '../../../shared/event/fields.ts';
import { isClick } from '../../../shared/event/kinds.ts';
import { type ScoreField, scoreFields } from '../../../shared/event/threat-event.ts';
import { type CellValue, rowFields, type TableRow } from '../../store/table-row.ts';

/** A column of the table: one of its own, made of several fields, or a field as it is. */
export interface Column {
  /** Unique and lasting: layouts are kept by it. A field's column has the field's name. */
  id: string;
  /** What its head says. */
  title: string;
  /** In words, for the chooser and on hover. */
  about: string;
  /** Its width until somebody changes it, px. */
  width: number;
  /** Whether it takes the width that is left over. */
  grows: boolean;
  /** What it is sorted by, first choice first. */
  sortFields: readonly string[];
  /** Whether the greatest value is what an analyst wants first. */
  greatestFirst: boolean;
  align: 'start' | 'end';
  mono: boolean;
  /** Whether its values are instants, so that its head names the zone. */
  isTime: boolean;
  /** Which fields have to be asked for beyond those every row brings along. */
  asks: readonly string[];
  /** Places within a cell the keyboard can stand on: the fields of the four scores, else the one. */
  stops: readonly string[];
}

const always: ReadonlySet<string> = new Set([...rowFields, 'kind', 'time', ...scoreFields]);

function standard(part: Pick<Column, 'id' | 'title' | 'about' | 'width'> & Partial<Column>): Column {
  return {
    grows: false,
    sortFields: [part.id],
    greatestFirst: false,
    align: 'start',
    mono: false,
    isTime: false,
    asks: [],
    stops: [part.id],
    ...part,
  };
}

/** The columns an analyst starts with, in this order. */
export const standardColumns: readonly Column[] = [
  standard({
    id: 'time',
    title: 'Time',
    about: 'when it occurred: the message or the click',
    width: 124,
    greatestFirst: true,
    isTime: true,
  }),
  standard({
    id: 'kind',
    title: 'Kind',
    about: 'delivered, blocked, click permitted or click blocked',
    width: 142,
  }),
  standard({
    id: 'scores',
    title: 'Scores',
    about: 'the four scores as cells: phish, malware, impostor, spam',
    width: 112,
    sortFields: ['phishScore'],
    greatestFirst: true,
    stops: scoreFields,
  }),
  standard({
    id: 'from',
    title: 'From',
    about: 'the address in the From header, or else the sender of the envelope',
    width: 138,
    sortFields: ['fromAddress', 'sender'],
  }),
  standard({
    id: 'to',
    title: 'To',
    about: 'whom it was delivered to, or who clicked',
    width: 138,
    sortFields: ['recipient'],
  }),
  standard({
    id: 'headline',
    title: 'Subject or URL',
    about: 'the subject of a message, the link of a click',
    width: 184,
    grows: true,
    sortFields: ['subject', 'url'],
  }),
  standard({
    id: 'verdict',
    title: 'Threat',
    about: 'how its threats are classified, and their status where it is not active',
    width: 96,
    sortFields: ['classification'],
  }),
];

const widths: Partial<Record<Field['type'], number>> = {
  text: 200,
  url: 220,
  hash: 180,
  unique: 180,
  email: 180,
  score: 76,
  number: 92,
  time: 132,
  flag: 84,
};

/** What analysts say is not a field of the event's, and is called what the screen calls it. */
const titles: Partial<Record<string, string>> = { tag: 'Tags', note: 'Note' };

function fieldColumn(field: Field): Column {
  const isNumber = field.type === 'number' || field.type === 'score';
  return standard({
    id: field.name,
    title: titles[field.name] ?? field.name,
    about: field.about,
    // A head that cannot be read is no head: names are about 7 px a letter, beside room for the sort mark.
    width: Math.max(widths[field.type] ?? 140, field.name.length * 7 + 36),
    greatestFirst: isNumber || field.type === 'time',
    align: isNumber ? 'end' : 'start',
    mono: ['ip', 'hash', 'unique', 'url'].includes(field.type),
    isTime: field.type === 'time',
    asks: always.has(field.name) ? [] : [field.name],
  });
}

/** Columns that are a field each; time and kind are among the standard ones. */
export const fieldColumns: readonly Column[] = (fields as readonly Field[])
  .filter(({ name }) => name !== 'time' && name !== 'kind')
  .map(fieldColumn);

const byId = new Map([...standardColumns, ...fieldColumns].map((column) => [column.id, column]));

export function columnOf(id: string): Column | undefined {
  return byId.get(id);
}

/** Fields the rows have to bring along for these columns, beyond those they always do. */
export function askedBy(ids: readonly string[]): string[] {
  return [...new Set(ids.flatMap((id) => byId.get(id)?.asks ?? []))].sort();
}

function isScore(name: string): name is ScoreField {
  return (scoreFields as readonly string[]).includes(name);
}

/** The first of several fields that holds something. */
function firstGiven(row: TableRow, names: readonly string[]): string {
  const isGiven = (value: CellValue | undefined) =>
    Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined && value !== '';
  return names.find((name) => isGiven(row.cells[name])) ?? names[0] ?? '';
}

/** The field a column shows in a row: what including and excluding work on. `stop` tells the scores apart. */
export function fieldIn(row: TableRow, column: Column, stop: string): string {
  switch (column.id) {
    case 'scores':
      return stop;
    case 'from':
      return firstGiven(row, ['fromAddress', 'headerFrom', 'sender']);
    case 'to':
      return 'recipient';
    case 'headline':
      return isClick(row.kind) ? 'url' : 'subject';
    case 'verdict':
      return 'classification';
    default:
      return column.id;
  }
}

/** What a row holds in a field. */
export function valueIn(row: TableRow, field: string): CellValue {
  if (field === 'time') return row.time;
  if (field === 'kind') return row.kind;
  if (isScore(field)) return row.scores[field];
  return row.cells[field] ?? null;
}
