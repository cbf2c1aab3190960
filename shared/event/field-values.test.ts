import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type EventFacts, type FieldValues, fieldValues, isNumeric } from './field-values.ts';
import { type Field, fields } from './fields.ts';
import { normaliseEvent, parseEvent } from './normalise.ts';
import type { RawEvent } from './raw-event.ts';

const known = { source: 'my-logs', fetched: Date.UTC(2025, 2, 4, 7), versions: 2 };
const facts: EventFacts = { ...known, tags: ['to do'], note: 'called' };

function fixture(name: string): RawEvent {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));
}

function valuesOf(raw: RawEvent): FieldValues {
  return fieldValues(normaliseEvent('messageDelivered', raw, facts.fetched), facts);
}

const full = valuesOf(fixture('message-full'));
const click = fieldValues(normaliseEvent('clickPermitted', fixture('click'), facts.fetched), facts);

function filledFields(values: FieldValues): string[] {
  return fields
    .filter(({ name }) => values.texts(name).length > 0 || values.numbers(name).length > 0)
    .map(({ name }) => name);
}

describe('the values of fields', () => {
  it('are there for every field, between a full message and a click', () => {
    const all = new Set([...filledFields(full), ...filledFields(click)]);
    expect(fields.map(({ name }) => name).filter((name) => !all.has(name))).toEqual([]);
  });

  it('are numbers or texts as the type says', () => {
    for (const field of fields as readonly Field[])
      for (const values of [full, click])
        expect(isNumeric(field) ? values.texts(field.name) : values.numbers(field.name)).toEqual([]);
  });

  it('are those of the event and of what is known of it', () => {
    expect(full.texts('kind')).toEqual(['messageDelivered']);
    expect(full.texts('senderDomain')).toEqual(['supplier.example']);
    expect(full.texts('recipientDomain')).toEqual(['harbour.example']);
    expect(full.texts('completelyRewritten')).toEqual(['na']);
    expect(full.texts('actors')).toEqual(['TA9999']);
    expect(full.numbers('messageTime')).toEqual([Date.UTC(2025, 2, 4, 5, 6, 7, 89)]);
    expect(full.numbers('impostorScore')).toEqual([56.5]);
    expect(full.numbers('created')).toEqual([Date.UTC(2025, 2, 4, 6)]);
    expect(full.texts('source')).toEqual(['my-logs']);
    expect(full.numbers('fetched')).toEqual([facts.fetched]);
    expect(full.numbers('versions')).toEqual([2]);
    expect(click.texts('classification')).toEqual(['phish']);
  });

  it('are kept together by the entries of a group, which have nothing else', () => {
    const other = valuesOf(fixture('message-other-spellings'));
    expect(other.texts('threatStatus')).toEqual(['active', 'falsePositive']);
    const seen = other
      .entries('threats')
      .map((entry) => [entry.texts('classification'), entry.texts('threatStatus'), entry.texts('subject')]);
    expect(seen).toEqual([
      [['malware'], ['active'], []],
      [['phish'], ['falsePositive'], []],
    ]);
    expect(full.entries('parts').map((part) => part.texts('filename'))).toEqual([['Rechnung – März.pdf']]);
    expect(full.entries('parts')[0]?.entries('parts')).toEqual([]);
  });

  it('leave out what is empty', () => {
    const values = valuesOf({
      sender: '',
      recipient: ['', 'no domain', 'a@@B.Example', 'c@'],
      spamScore: -1,
    });
    expect(values.texts('sender')).toEqual([]);
    expect(values.texts('recipient')).toEqual(['no domain', 'a@@B.Example', 'c@']);
    expect(values.texts('recipientDomain')).toEqual(['b.example']);
    expect(values.numbers('spamScore')).toEqual([]);
    expect(values.texts('rest')).toEqual([]);
  });

  it('hold in "rest" all that no field holds', () => {
    expect(full.texts('rest')).toEqual(['eu-1\nhigh\n3']);
    const nested = { a: ['x', { b: 'y', c: [1, true, null, ''] }], d: 'z' };
    expect(valuesOf({ unheardOf: nested }).texts('rest')).toEqual(['x\ny\n1\ntrue\nz']);
  });

  it('are none for a name that is no field', () => {
    for (const name of ['nothing', 'constructor', '__proto__', 'toString']) {
      expect(full.texts(name)).toEqual([]);
      expect(full.numbers(name)).toEqual([]);
    }
  });

  it('are few for an entry that could not be read', () => {
    const parsed = parseEvent('messageBlocked', '{"subject": "half', facts.fetched);
    if (parsed.ok) throw new Error('It was read.');
    const values = fieldValues(parsed.unparsed, facts);
    expect(values.texts('kind')).toEqual(['messageBlocked']);
    expect(values.texts('rest')).toEqual(['{"subject": "half']);
    expect(values.numbers('unparsed')).toEqual([1]);
    expect(values.numbers('time')).toEqual([facts.fetched]);
    expect(filledFields(values)).toEqual([
      'kind',
      'time',
      'fetched',
      'source',
      'tag',
      'note',
      'rest',
      'unparsed',
      'hasProblems',
      'versions',
    ]);
  });
});
