import { appendAll, lookWhileArriving, startOurs, startPlain } from './appending.ts';
import { benchIdentity } from './identity.ts';
import { ingestPlain } from './ingestion.ts';
import { benchLooks } from './looks.ts';
import { ingestWithPacks } from './packs.ts';
import { recoverOurs, recoverPlain } from './recovery.ts';

/** What the bench's modules call in the page. */
const bench = {
  appendAll,
  identity: benchIdentity,
  ingestPlain,
  ingestWithPacks,
  looks: benchLooks,
  lookWhileArriving,
  recoverOurs,
  recoverPlain,
  startOurs,
  startPlain,
};

Object.assign(window, { bench });

declare global {
  interface Window {
    bench: typeof bench;
  }
}
