import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Field, fields } from '../event/fields.ts';
import { parseQuery } from './parse.ts';
import { maxDepth, maxLength } from './parser.ts';

const page = readFileSync(new URL('../../docs/query-language.md', import.meta.url), 'utf8');
const context = { now: Date.UTC(2026, 10, 3), timeZone: 'UTC' };

/** The queries in a table that has a column for them. */
function queriesOf(table: string): string[] {
  const [head = '', , ...rows] = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const column = head.indexOf('Query');
  return rows.flatMap((cells) => /^`(.*)`$/.exec(cells[column] ?? '')?.[1] ?? []);
}

const tables = [...page.matchAll(/(?:^\|.*\n?)+/gm)].map(([table]) => table.trimEnd());
const blocks = [...page.matchAll(/^```query\n([^`]*)^```$/gm)].flatMap(
  ([, block]) => block?.trim().split('\n') ?? [],
);
const examples = [...tables.flatMap(queriesOf), ...blocks];

describe('the page about the query language', () => {
  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(70);
  });

  it.each(examples)('is right about %s', (example) => {
    expect(parseQuery(example, context)).toMatchObject({ ok: true, hints: [] });
  });

  it('lists every field as it is', () => {
    const rows = (fields as readonly Field[]).map(({ name, aliases, about }) => {
      const also = aliases.map((alias) => `\`${alias}\``).join(', ');
      return `| \`${name}\` | ${also} | ${about} |`.replaceAll(/ +/g, ' ');
    });
    const listed = page.trimEnd().replaceAll(/ +/g, ' ').split('\n');
    expect(listed.slice(-rows.length)).toEqual(rows);
  });

  it('names the limits', () => {
    expect(page).toContain(`${maxLength.toLocaleString('en-US')} characters`);
    expect(page).toContain(`${maxDepth} levels`);
  });
});
