import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Figure } from './figure.ts';

const marks = { begin: '<!-- table -->', end: '<!-- /table -->' };

/** A number that JSON has no word for: what a peer that cannot do it at all came to. */
const maybeNumber = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);

const figureSchema = z.object({
  name: z.string(),
  unit: z.string(),
  ours: z.number(),
  peer: maybeNumber,
  peerName: z.string(),
  ratio: maybeNumber,
  goal: z.string().nullable(),
  met: z.boolean().nullable(),
  note: z.string(),
});

const measuredSchema = z.object({ date: z.string(), machine: z.string(), figures: z.array(figureSchema) });

/** What a bench came to when it was last written down. */
export type Measured = z.infer<typeof measuredSchema>;

export function tableOf(figures: readonly Figure[]): string {
  const number = (value: number) =>
    value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0, minimumFractionDigits: 0 });
  const rows = figures.map(({ name, unit, ours, peer, peerName, ratio, goal, met }) => {
    const theirs = peerName === '-' ? '-' : Number.isNaN(peer) ? 'cannot' : `${number(peer)} ${unit}`;
    const times = Number.isNaN(ratio) ? '' : `${ratio.toFixed(ratio < 1 ? 2 : 1)} ×`;
    const aim = goal === null ? '' : `${goal}: ${met ? 'met' : 'missed'}`;
    return `| ${name} | ${number(ours)} ${unit} | ${theirs} | ${peerName} | ${times} | ${aim} |`;
  });
  return [
    '| figure | Lurescope | peer | peer is | better by | goal |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function sectionOf(all: readonly [name: string, measured: Measured][]): string {
  const occasions = Map.groupBy(all, ([, { date, machine }]) => `Measured ${date} on ${machine}`);
  const figures = all.flatMap(([, measured]) => measured.figures);
  const when = [...occasions].map(([words, those]) =>
    occasions.size === 1 ? `${words}.` : `- ${words}: ${those.map(([name]) => name).join(', ')}.`,
  );
  const notes = figures.map(({ name, note }) => `- ${name.replace(/, (?:median|p95)$/, '')}: ${note}.`);
  return [marks.begin, ...when, '', tableOf(figures), '', ...new Set(notes), marks.end].join('\n');
}

/**
 * Writes figures into the document, beside those of other benches that were written before.
 * @param path the document; what it shows is kept beside it, as JSON
 * @param order names of all benches there are
 */
export function writeDocument(
  path: string,
  order: readonly string[],
  measured: ReadonlyMap<string, Measured>,
): void {
  const kept = path.replace(/\.md$/, '.json');
  const known = existsSync(kept)
    ? z.record(z.string(), measuredSchema).parse(JSON.parse(readFileSync(kept, 'utf8')))
    : {};
  const all = order.flatMap((name): [string, Measured][] => {
    const one = measured.get(name) ?? known[name];
    return one ? [[name, one]] : [];
  });
  const text = readFileSync(path, 'utf8');
  const [before] = text.split(marks.begin);
  const after = text.split(marks.end)[1];
  if (after === undefined)
    throw new Error(`${path} has no place for the table between ${marks.begin} and ${marks.end}.`);
  writeFileSync(path, `${before}${sectionOf(all)}${after}`);
  writeFileSync(kept, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}
