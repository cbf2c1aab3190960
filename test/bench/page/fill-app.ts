import { Database } from '../../../renderer/store/database.ts';
import type { EventKind } from '../../../shared/event/kinds.ts';
import { type Filling, fillSegments } from './fill-segments.ts';

/** Fills the store of the page it is put into; the page has to be loaded anew to see it. */
async function fillApp(texts: readonly { kind: EventKind; text: string }[], filling: Filling): Promise<void> {
  const database = new Database();
  await database.open();
  await fillSegments(database, texts, filling);
  database.close();
}

Object.assign(window, { fillApp });

declare global {
  interface Window {
    fillApp: typeof fillApp;
  }
}
