import { parseArgs } from 'node:util';
import { parseInstant } from '../../shared/event/instant.ts';
import {
  type ExportColumn,
  exportColumnNamed,
  exportColumns,
} from '../../shared/files/export/outgoing-event.ts';
import { nearestWord } from '../../shared/query/names.ts';
import { cited } from '../../shared/query/problem.ts';

export const formats = ['ndjson', 'csv', 'parquet', 'indicators', 'export'] as const;

export type Format = (typeof formats)[number];

/** What was asked for. */
export interface Options {
  query: string;
  /** `-` is standard input. */
  files: string[];
  format: Format;
  /** Whether only the number of matching events is wanted. */
  count: boolean;
  /** Null where none were chosen. */
  columns: ExportColumn[] | null;
  /** Null is standard output. */
  output: string | null;
  /** What relative times are read against, ms; null is the time it is. */
  now: number | null;
}

export const help = `Finds events in files with Lurescope's query language (docs/query-language.md).

  npm run query -- 'QUERY' FILE...

A file is a SIEM answer, a list of events, one event, NDJSON of these, a day of Lurescope's archive or its own export,
plain or gzip'd; "-" is standard input. An event that is there twice is printed once, in its newest version.

  --format FORMAT   ndjson (the normalised events, as is usual), csv, parquet, indicators (addresses, domains, links
                    and hashes to look for elsewhere), export (lines that Lurescope imports)
  --columns A,B     only these fields, for ndjson and csv
  --count           only how many there are
  --output FILE     writes there
  --now TIME        reads times such as now-3d as if it were then (ISO 8601)
  --help            this

It ends with 0, with 1 where something could not be read, and with 2 where it was asked wrongly.
`;

function columnsOf(list: string): ExportColumn[] | string {
  const found: ExportColumn[] = [];
  for (const name of list.split(',').map((one) => one.trim())) {
    const column = exportColumnNamed(name);
    if (!column) {
      const nearest = nearestWord(
        name,
        exportColumns.map((one) => one.name),
      );
      return `There is no field ${cited(name)}.${nearest ? ` Did you mean ${nearest}?` : ''}`;
    }
    found.push(column);
  }
  return found;
}

/** Reads the arguments. @returns what is wrong with them, in words, or `help` where that is asked for */
export function readOptions(args: readonly string[]): Options | { problem: string } | 'help' {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  const { values, positionals } = parsed;
  if (values.help) return 'help';
  const [query, ...files] = positionals;
  if (query === undefined || files.length === 0)
    return { problem: "Write a query and at least one file: npm run query -- 'QUERY' FILE..." };
  const format = formats.find((one) => one === values.format);
  if (!format)
    return { problem: `There is no format ${cited(values.format)}: choose ${formats.join(', ')}.` };
  const columns = values.columns === undefined ? null : columnsOf(values.columns);
  if (typeof columns === 'string') return { problem: columns };
  if (columns && format !== 'csv' && format !== 'ndjson')
    return { problem: `Columns can be chosen for csv and ndjson; ${format} has always the same.` };
  const now = values.now === undefined ? null : parseInstant(values.now);
  if (now === undefined) return { problem: `${cited(values.now ?? '')} is no ISO 8601 time.` };
  return { query, files, format, count: values.count, columns, output: values.output ?? null, now };
}

const known = {
  format: { type: 'string', default: 'ndjson' },
  columns: { type: 'string' },
  count: { type: 'boolean', default: false },
  output: { type: 'string' },
  now: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Takes options and the rest apart: a query may begin with a hyphen, which is a NOT, so that options have two. */
function parse(args: readonly string[]) {
  const options: string[] = [];
  const positionals: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at] as string;
    if (argument === '--') {
      positionals.push(...args.slice(at + 1));
      break;
    }
    if (!argument.startsWith('--')) {
      positionals.push(argument);
      continue;
    }
    options.push(argument);
    const name = argument.slice(2);
    const takesValue = Object.hasOwn(known, name) && known[name as keyof typeof known].type === 'string';
    if (takesValue && at + 1 < args.length) {
      at += 1;
      options.push(args[at] as string);
    }
  }
  return { values: parseArgs({ args: options, options: known }).values, positionals };
}
