import { type EventKind, eventKinds } from '../../../shared/event/kinds.ts';
import { parseEvent } from '../../../shared/event/normalise.ts';
import { chunkOf } from '../columns/chunk-builder.ts';
import { readChunk } from './chunk-codec.ts';
import { readPart } from './part-file.ts';
import { RawReader, rawRunOf } from './raw-codec.ts';
import { runValues } from './run-values.ts';
import { SectionReader } from './section-reader.ts';
import { type EventRun, fieldOfSection, type PackedParts, readRaws } from './segment-file.ts';
import { referredFields } from './value-cursor.ts';

/** Beside what raw texts refer to, what a text does not say of itself. */
const vital: ReadonlySet<string> = new Set([
  ...referredFields,
  'kind',
  'source',
  'fetched',
  'threats',
  'parts',
]);

function noIds(length: number): Map<string, Uint8Array<ArrayBuffer>> {
  const zeros = new Uint8Array(length * 16);
  return new Map([
    ['identity', zeros],
    ['contentHash', zeros],
  ]);
}

/**
 * Reads a run whose columns are damaged in such places that its raw texts can still be read, and makes its columns
 * anew from them; undefined where more is damaged.
 */
export async function salvage(parts: Partial<PackedParts>, length: number): Promise<EventRun | undefined> {
  const { core, text, raw } = parts;
  if (!core || !text || !raw) return undefined;
  try {
    const columns = [await readPart(core), await readPart(text)];
    // What tells events apart is found again from their texts.
    columns.push({ sections: noIds(length), damaged: [] });
    const sections = new SectionReader(columns);
    if ([...sections.damaged].some((name) => vital.has(fieldOfSection(name)))) return undefined;
    const known = readChunk(sections.withoutDamage(), length);
    const raws = await readRaws(raw, length);
    const reader = new RawReader(known);
    const texts = Array.from({ length }, (_, event) => reader.text(raws, event));
    const chunk = chunkOf(
      texts.map((rawText, event) => {
        const kindText = runValues.text(known, 'kind', event);
        const kind: EventKind = eventKinds.find((one) => one === kindText) ?? 'messageDelivered';
        const fetched = runValues.number(known, 'fetched', event);
        const result = parseEvent(kind, rawText, fetched);
        const facts = { source: runValues.text(known, 'source', event), fetched, versions: 1 };
        return { event: result.ok ? result.event : result.unparsed, facts };
      }),
    );
    return { chunk, raws: rawRunOf(chunk, texts) };
  } catch {
    return undefined;
  }
}
