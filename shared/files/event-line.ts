import { answerArrays, type EventKind, kindLabel, kindOfArray } from '../event/kinds.ts';
import { type RawEvent, rawEventOf } from '../event/raw-event.ts';
import { batchHeadSchema, batchTailSchema, cutEntryLine } from '../journal-batch.ts';
import { type ExportedEvent, isExportLine, parseExportLine } from './export/export-line.ts';
import type { SplitValue } from './value-splitter.ts';

/** An event of a file, as far as the file tells of it. */
export interface FileEvent extends Omit<ExportedEvent, 'source' | 'fetched' | 'isJson'> {
  ok: true;
  /** The line it begins in, counted from 1. */
  line: number;
  /** The source it came from; null where the file does not say. */
  source: string | null;
  /** When it was fetched, ms; null where the file does not say. */
  fetched: number | null;
  /** The event, parsed; undefined for an entry that could not be read as one when it was fetched either. */
  raw: RawEvent | undefined;
}

/** What is wrong at a line of a file (counted from 1). */
export interface FileFault {
  ok: false;
  line: number;
  reason: string;
}

export type FileEntry = FileEvent | FileFault;

/**
 * The kind of an event that stands outside an answer, told by its fields: a click has a click time or a clicker's
 * IP. Whether it was let through cannot be told from its fields alone, but for a message that lies in quarantine.
 */
export function guessKind(raw: RawEvent): EventKind {
  if (raw.clickTime !== undefined || raw.clickIP !== undefined) return 'clickPermitted';
  const quarantined = [raw.quarantineFolder, raw.quarantineRule].some((value) => value && value !== '');
  return quarantined ? 'messageBlocked' : 'messageDelivered';
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parsed(text: string): { value: unknown } | { reason: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    // Lines are told of the file, and not of the value.
    return { reason: `no valid JSON: ${why.replace(/ \(line \d+ column \d+\)/, '')}` };
  }
}

type Facts = Pick<FileEvent, 'kind' | 'rawText'> & Partial<FileEvent>;

function event(line: number, facts: Facts): FileEvent {
  return {
    ok: true,
    line,
    source: null,
    fetched: null,
    versions: 1,
    tags: [],
    notes: [],
    raw: undefined,
    ...facts,
  };
}

/** How lines of the archive begin. */
const oddBeginnings = ['{"k":', '{"v":', '{"end":'];

/** No array of an answer has a shorter name. */
const shortestArrayName = Math.min(...answerArrays.map(({ length }) => length));

/** Whether an object is a SIEM answer and no event. */
function isAnswer(raw: RawEvent): boolean {
  if ('queryEndTime' in raw) return true;
  for (const key in raw) {
    if (key.length >= shortestArrayName && Array.isArray(raw[key]) && kindOfArray(key)) return true;
  }
  return false;
}

/** Reads the values of a file as events: plain ones, lines of Lurescope's archive, and lines of its export. */
export class EventLines {
  /** The source of the batch of the archive that is being read, and how many entries of it came. */
  #batch: { source: string; entries: number } | undefined;

  /** The event a value is; undefined where it is none and need not be: the head of a batch, an empty answer. */
  read({ line, bytes, kind }: SplitValue): FileEntry | undefined {
    let text: string;
    try {
      text = decoder.decode(bytes).trim();
    } catch {
      return { ok: false, line, reason: 'it is no valid UTF-8: some of its characters cannot be read' };
    }
    if (kind) return this.#answered(line, text, kind);
    if (text.startsWith('{"k":')) return this.#archived(line, text);
    if (text.startsWith('{"v":') && this.#isHead(text)) return undefined;
    if (text.startsWith('{"end":')) return this.#tail(line, text);
    return isExportLine(text) ? this.#exported(line, text) : this.#plain(line, text);
  }

  /**
   * The event a whole line is, if that is sure at once: one event as JSON and nothing else. Undefined for every other
   * line, be there anything wrong with it or not.
   */
  readWhole(line: number, bytes: Uint8Array): FileEvent | undefined {
    let text: string;
    let value: unknown;
    try {
      text = decoder.decode(bytes).trim();
      if (oddBeginnings.some((beginning) => text.startsWith(beginning)) || isExportLine(text))
        return undefined;
      value = JSON.parse(text);
    } catch {
      return undefined;
    }
    const raw = rawEventOf(value);
    if (!raw || isAnswer(raw)) return undefined;
    return event(line, { kind: guessKind(raw), rawText: text, raw });
  }

  /** Forgets the batch under way: its rest is missing, which was said. */
  cut(): void {
    this.#batch = undefined;
  }

  #answered(line: number, text: string, kind: EventKind): FileEntry {
    const result = parsed(text);
    if ('reason' in result) return { ok: false, line, reason: `${result.reason} (${kindLabel[kind]})` };
    const raw = rawEventOf(result.value);
    const shown = text.length > 100 ? `${text.slice(0, 100)}…` : text;
    if (!raw) return { ok: false, line, reason: `an entry of ${kind} that is no object: ${shown}` };
    return event(line, { kind, rawText: text, raw });
  }

  #plain(line: number, text: string): FileEntry | undefined {
    const result = parsed(text);
    if ('reason' in result) return { ok: false, line, reason: result.reason };
    const raw = rawEventOf(result.value);
    if (!raw) return { ok: false, line, reason: 'not an event: a JSON object is expected' };
    // An answer without any array is an empty one.
    if ('queryEndTime' in raw) return undefined;
    return event(line, { kind: guessKind(raw), rawText: text, raw });
  }

  #archived(line: number, text: string): FileEntry {
    const entry = cutEntryLine(text);
    const result = entry && parsed(entry.value);
    if (!result || 'reason' in result)
      return { ok: false, line, reason: 'no line of the archive as it was written' };
    if (this.#batch) this.#batch.entries += 1;
    const { kind, fetched, value, isJson } = entry;
    const source = this.#batch?.source ?? null;
    const facts = { kind, fetched, source };
    if (isJson) return event(line, { ...facts, rawText: value, raw: rawEventOf(result.value) });
    return event(line, { ...facts, rawText: String(result.value) });
  }

  #exported(line: number, text: string): FileEntry {
    const exported = parseExportLine(text);
    if (typeof exported === 'string') return { ok: false, line, reason: exported };
    const { isJson, ...facts } = exported;
    const result = isJson ? parsed(exported.rawText) : undefined;
    return event(line, { ...facts, raw: result && 'value' in result ? rawEventOf(result.value) : undefined });
  }

  #isHead(text: string): boolean {
    const result = parsed(text);
    const head = batchHeadSchema.safeParse('value' in result ? result.value : undefined);
    if (head.success) this.#batch = { source: head.data.source, entries: 0 };
    return head.success;
  }

  #tail(line: number, text: string): FileEntry | undefined {
    const result = parsed(text);
    const tail = batchTailSchema.safeParse('value' in result ? result.value : undefined);
    if (!tail.success) return this.#plain(line, text);
    const missing = tail.data.events - (this.#batch?.entries ?? tail.data.events);
    this.#batch = undefined;
    return missing === 0
      ? undefined
      : { ok: false, line, reason: `${missing} entries of the batch that ends here are missing` };
  }
}
