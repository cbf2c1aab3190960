import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { formatInstant } from '../../event/instant.ts';
import { type EventKind, eventKinds, kindLabel } from '../../event/kinds.ts';
import { defang } from '../../indicators/defang.ts';
import { visibleText } from '../../visible-text.ts';
import { type ExportColumn, type OutgoingEvent, outgoingValues, valueText } from './outgoing-event.ts';

/** Counts over time, by kind, as the explorer draws them. */
export interface ReportHistogram {
  from: number;
  /** Length of a bar, ms. */
  step: number;
  counts: Readonly<Record<EventKind, readonly number[]>>;
}

/** What a report says beside its events. */
export interface ReportFacts {
  title: string;
  /** The query's text; empty where all events are meant. */
  query: string;
  /** The stretch of time that was asked for, ms; null is all of it. */
  range: { from: number; to: number } | null;
  /** When the report was made, ms. */
  made: number;
  /** How many events there are of each kind. */
  counts: Readonly<Record<EventKind, number>>;
  histogram: ReportHistogram | null;
  columns: readonly ExportColumn[];
  /** Rows of the table at most: what is beyond is counted. */
  mostRows: number;
}

const colours: Readonly<Record<EventKind, string>> = {
  messageDelivered: '#2a6db0',
  messageBlocked: '#8793a2',
  clickPermitted: '#b64e00',
  clickBlocked: '#7550bd',
};

const style = `
body{font:14px/1.45 system-ui,sans-serif;margin:2rem;color:#1b222b;background:#fff}
h1{font-size:1.5rem;margin:0 0 1rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:0 0 1rem}
dt{color:#56616e}dd{margin:0;overflow-wrap:anywhere}
svg{display:block;width:100%;height:120px;margin:0 0 1rem}
table{border-collapse:collapse;font-size:12px}
th,td{border:1px solid #d5dbe2;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere;max-width:32rem;unicode-bidi:isolate}
th{background:#eef1f5}
@media print{body{margin:0}thead{display:table-header-group}tr{break-inside:avoid}}
`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it stands in HTML, in content and in quotes: nothing in it is read as anything else. */
function escaped(text: string): string {
  return visibleText(text.toWellFormed()).replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

function styleHash(): string {
  return btoa(String.fromCharCode(...sha256(utf8ToBytes(style))));
}

const width = 1000;
const height = 120;

function histogramSvg({ from, step, counts }: ReportHistogram): string {
  const bars = Math.max(1, ...eventKinds.map((kind) => counts[kind].length));
  const of = (kind: EventKind, bar: number) => counts[kind][bar] ?? 0;
  const totals = Array.from({ length: bars }, (_, bar) =>
    eventKinds.reduce((sum, kind) => sum + of(kind, bar), 0),
  );
  const most = Math.max(1, ...totals);
  const barWidth = width / bars;
  const rects = totals.flatMap((total, bar) => {
    let bottom = height;
    const said = `${formatInstant(from + bar * step)}: ${total}`;
    return eventKinds.flatMap((kind) => {
      const tall = (of(kind, bar) / most) * height;
      if (tall === 0) return [];
      bottom -= tall;
      const place = `x="${(bar * barWidth).toFixed(2)}" y="${bottom.toFixed(2)}"`;
      const size = `width="${(barWidth * 0.9).toFixed(2)}" height="${tall.toFixed(2)}"`;
      return `<rect ${place} ${size} fill="${colours[kind]}"><title>${escaped(said)}</title></rect>`;
    });
  });
  const about = `Events over time, ${totals.length} bars, ${most} at most in one`;
  return `<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${about}">${rects.join('')}</svg>\n`;
}

function fact(name: string, text: string): string {
  return `<dt>${name}</dt><dd>${escaped(text)}</dd>\n`;
}

function headOf({ title, query, range, made, counts, histogram, columns }: ReportFacts): string {
  const total = eventKinds.reduce((sum, kind) => sum + counts[kind], 0);
  const kinds = eventKinds.map((kind) => `${counts[kind]} ${kindLabel[kind]}`).join(', ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash()}'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<dl>
${fact('Query', query === '' ? 'all events' : query)}${fact('Time', range ? `${formatInstant(range.from)} to ${formatInstant(range.to)}` : 'all of it')}${fact('Events', `${total} (${kinds})`)}${fact('Made', `${formatInstant(made)} by Lurescope; links and addresses are defanged`)}</dl>
${histogram ? histogramSvg(histogram) : ''}<table>
<thead><tr>${columns.map(({ name }) => `<th>${escaped(name)}</th>`).join('')}</tr></thead>
<tbody>
`;
}

function rowOf(event: OutgoingEvent, columns: readonly ExportColumn[]): string {
  const valuesOf = outgoingValues(event);
  const cells = columns.map((column) => {
    const lines = valuesOf(column).map((value) => {
      const text = valueText(column, value);
      const { field } = column;
      return escaped(field?.type === 'domain' ? text.replaceAll('.', '[.]') : defang(text));
    });
    return `<td>${lines.join('<br>')}</td>`;
  });
  return `<tr>${cells.join('')}</tr>\n`;
}

/**
 * A report in one file: what was asked, how many events there are and when, and the events as a table. It needs nothing
 * but itself, has no script, and may load nothing; whatever stands in an event is text in it.
 */
export async function* reportOf(
  events: AsyncIterable<OutgoingEvent>,
  facts: ReportFacts,
): AsyncGenerator<string> {
  yield headOf(facts);
  let rows = 0;
  for await (const event of events) {
    rows += 1;
    if (rows <= facts.mostRows) yield rowOf(event, facts.columns);
  }
  const beyond = Math.max(0, rows - facts.mostRows);
  yield '</tbody>\n</table>\n';
  if (beyond > 0) yield `<p>${beyond} more events are not shown.</p>\n`;
  yield '</body>\n</html>\n';
}
