import type { Page } from '@playwright/test';
import { RawReader } from '../../renderer/store/segments/raw-codec.ts';
import { keyOf, type Removal, removedIn } from '../../renderer/store/segments/removals.ts';
import { type PartName, readColumns, readRaws } from '../../renderer/store/segments/segment-file.ts';

/** A version of an event as it is stored. */
export interface StoredText {
  key: string;
  raw: string;
}

interface DumpedRun {
  id: number;
  length: number;
  /** Base64. */
  parts: Record<string, string>;
}

interface Dump {
  runs: DumpedRun[];
  removals: Removal[];
}

/** The bytes of all runs, straight from IndexedDB in one transaction. */
function dump(page: Page): Promise<Dump> {
  return page.evaluate(
    () =>
      new Promise<Dump>((done, failed) => {
        const base64 = (bytes: Uint8Array) => {
          let text = '';
          for (const byte of bytes) text += String.fromCharCode(byte);
          return btoa(text);
        };
        const opening = indexedDB.open('lurescope');
        opening.onupgradeneeded = () => opening.transaction?.abort();
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          // Where the app wants to upgrade or delete it, this look must not hold it up.
          database.onversionchange = () => database.close();
          const end = (error: unknown) => {
            database.close();
            failed(error);
          };
          try {
            const names = ['tail', 'segments', 'segmentParts', 'removals'];
            const transaction = database.transaction(names);
            const [tail, segments, parts, removals] = names.map((name) =>
              transaction.objectStore(name).getAll(),
            ) as [IDBRequest, IDBRequest, IDBRequest, IDBRequest];
            transaction.onabort = () => end(transaction.error);
            transaction.oncomplete = () => {
              database.close();
              const runs = new Map<number, DumpedRun>();
              for (const { id, head } of segments.result)
                runs.set(id, { id, length: head.length, parts: {} });
              for (const { part, id, bytes } of parts.result) {
                const run = runs.get(id);
                if (run) run.parts[part] = base64(bytes);
              }
              for (const { id, head, parts: own } of tail.result) {
                const named = Object.entries(own as Record<string, Uint8Array>);
                const packed = Object.fromEntries(named.map(([name, bytes]) => [name, base64(bytes)]));
                runs.set(id, { id, length: head.length, parts: packed });
              }
              done({ runs: [...runs.values()], removals: removals.result });
            };
          } catch (error) {
            end(error);
          }
        };
      }),
  );
}

/**
 * Every version of every stored event, its exact text by its key, read from the bytes that lie in IndexedDB.
 * @throws while there is no database yet; it makes none, which would stand in the way of the app's own
 */
export async function storedTexts(page: Page): Promise<StoredText[]> {
  const { runs, removals } = await dump(page);
  const found: StoredText[] = [];
  for (const { id, length, parts } of runs) {
    const bytes = (part: PartName) => Uint8Array.from(Buffer.from(parts[part] ?? '', 'base64'));
    const columns = { core: bytes('core'), text: bytes('text'), ids: bytes('ids') };
    const chunk = await readColumns(columns, length);
    const raws = await readRaws(bytes('raw'), length);
    const reader = new RawReader(chunk);
    const isRemoved = removedIn(removals, id);
    for (let event = 0; event < length; event++) {
      if (isRemoved?.(chunk, event)) continue;
      found.push({ key: keyOf(chunk, event), raw: reader.text(raws, event) });
    }
  }
  return found;
}
