import { pause } from '../../query/pause.ts';
import { type Annotation, noAnnotation } from '../annotations/annotation.ts';
import { isNewer } from '../event-row.ts';
import type { Picks } from './gather.ts';
import type { Memory } from './memory.ts';
import type { Runs } from './runs.ts';
import { type PackedParts, type PartName, partNames } from './segment-file.ts';
import type { StoredTextsOptions } from './stored-texts.ts';

export interface StoredPiecesOptions extends StoredTextsOptions {
  /** Whether the exact texts are wanted too. */
  withRaw: boolean;
}

/** A run as it lies on disk; `raw` is there where it was asked for. */
export interface PieceRun {
  id: number;
  /** Events in it. */
  length: number;
  parts: Omit<PackedParts, 'raw'> & Partial<Pick<PackedParts, 'raw'>>;
}

/** Stored versions of events as they lie on disk, for whoever reads them: all that is needed for it, and no more. */
export interface StoredPiece {
  runs: PieceRun[];
  /** Which events of the runs are meant, in their order. */
  picks: Picks;
  /** How many versions there are of the event of each. */
  versions: Uint32Array;
  /** 1 where a version is the one that is shown. */
  isNewest: Uint8Array;
  /** What is said of the event of each. */
  annotations: Annotation[];
}

const columnParts: readonly PartName[] = ['core', 'text', 'ids'];

/** Events of a piece: some segments' worth. */
const pieceLength = 16_384;
const shortestPiece = 512;
/** Bytes that are read for a piece, where it need not be shorter than the shortest. */
const mostPacked = 64_000_000;
/** A run may be written anew while others are read; its events are found again. */
const mostTries = 4;
/**
 * So many times the events of a piece may lie in the runs that are read for it; and so many times all events, of which
 * a few pieces' worth are no matter.
 */
const mostForPiece = 6;
const mostForAll = 3;
const noMatter = 100 * pieceLength;

interface Row {
  place: number;
  versions: number;
  isNewest: boolean;
  annotation: Annotation;
}

function rowsOf(places: readonly number[], withVersions: boolean, memory: Memory): Row[] {
  const { columns, history, annotations } = memory;
  return places
    .filter((place) => columns.isLive(place))
    .flatMap((place) => {
      const earlier = history.of(place);
      const annotation =
        annotations.size > 0 ? (annotations.of(columns.keyAt(place)) ?? noAnnotation) : noAnnotation;
      const facts = { versions: earlier.length + 1, annotation };
      const newest = { place, ...facts, isNewest: true };
      if (!withVersions || earlier.length === 0) return [newest];
      return [
        ...earlier
          .map((one) => ({ one, times: memory.timesAt(one) }))
          .sort((a, b) => (isNewer(a.times, b.times) ? 1 : -1))
          .map(({ one }) => ({ place: one, ...facts, isNewest: false })),
        newest,
      ];
    });
}

/**
 * Places in an order in which runs are not read again and again. They stay newest first, unless what occurred at one
 * time lies in very many runs: then they go run by run, the run of the newest event first, each newest first.
 */
async function inReadingOrder(
  places: ArrayLike<number>,
  memory: Memory,
  runs: Runs,
): Promise<ArrayLike<number>> {
  const byRun = new Map<number, number[]>();
  const lengthOf = (run: number) => runs.get(run)?.head.length ?? 0;
  let read = 0;
  let mostRead = 0;
  for (let from = 0; from < places.length; from += pieceLength) {
    const inPiece = new Set<number>();
    for (let at = from; at < Math.min(places.length, from + pieceLength); at++) {
      const place = places[at] as number;
      const run = memory.places.locate(place)?.run;
      if (run === undefined) continue;
      inPiece.add(run);
      const known = byRun.get(run);
      if (known) known.push(place);
      else byRun.set(run, [place]);
    }
    const forPiece = [...inPiece].reduce((sum, run) => sum + lengthOf(run), 0);
    read += forPiece;
    mostRead = Math.max(mostRead, forPiece);
    await pause();
  }
  const stored = [...byRun.keys()].reduce((sum, run) => sum + lengthOf(run), 0);
  const isEasy = mostRead <= mostForPiece * pieceLength && read <= Math.max(noMatter, mostForAll * stored);
  return isEasy ? places : [...byRun.values()].flat();
}

/** Reads what some rows need from disk. Those that cannot be read are missing; undefined where it is too much. */
async function read(
  rows: readonly Row[],
  names: readonly PartName[],
  memory: Memory,
  runs: Runs,
  isTooMuch: (bytes: number) => boolean,
): Promise<StoredPiece | undefined> {
  const found: PieceRun[] = [];
  const from = new Int32Array(rows.length).fill(-1);
  const at = new Uint32Array(rows.length);
  let bytes = 0;
  let missing = rows.map((_, row) => row);
  for (let tries = 0; missing.length > 0 && tries < mostTries; tries++) {
    const places = missing.map((row) => (rows[row] as Row).place);
    for (const [id, wanted] of memory.places.byRun(places)) {
      const run = runs.get(id);
      const parts = run && (await runs.partsOrSetAside(run, names));
      if (!run || !parts) continue;
      for (const one of wanted) {
        const row = missing[one.at] as number;
        from[row] = found.length;
        at[row] = one.index;
      }
      found.push({ id, length: run.head.length, parts: parts as PieceRun['parts'] });
      bytes += Object.values(parts).reduce((sum, part) => sum + part.length, 0);
      if (isTooMuch(bytes)) return undefined;
    }
    missing = missing.filter((row) => from[row] === -1);
  }
  const there = rows.map((_, row) => row).filter((row) => from[row] !== -1);
  return {
    runs: found,
    picks: {
      from: Uint32Array.from(there, (row) => from[row] as number),
      at: Uint32Array.from(there, (row) => at[row] as number),
    },
    versions: Uint32Array.from(there, (row) => (rows[row] as Row).versions),
    isNewest: Uint8Array.from(there, (row) => ((rows[row] as Row).isNewest ? 1 : 0)),
    annotations: there.map((row) => (rows[row] as Row).annotation),
  };
}

/** The events at some places as they lie on disk, piece by piece, newest first as far as they are stored so. */
export async function* storedPieces(
  places: ArrayLike<number>,
  { withVersions, withRaw }: StoredPiecesOptions,
  memory: Memory,
  runs: Runs,
): AsyncGenerator<StoredPiece> {
  const ordered = await inReadingOrder(places, memory, runs);
  const names = withRaw ? partNames : columnParts;
  let length = pieceLength;
  for (let from = 0; from < ordered.length; ) {
    const count = Math.min(length, ordered.length - from);
    const some = Array.from({ length: count }, (_, i) => ordered[from + i] as number);
    const rows = rowsOf(some, withVersions, memory);
    const isShort = length <= shortestPiece;
    const piece = await read(rows, names, memory, runs, (bytes) => !isShort && bytes > mostPacked);
    if (!piece) {
      length = Math.ceil(length / 2);
      continue;
    }
    from += count;
    length = Math.min(pieceLength, length * 2);
    if (piece.versions.length > 0) yield piece;
  }
}
