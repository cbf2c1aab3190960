import { appBench } from './app-bench.ts';
import type { Bench } from './bench.ts';
import { brushBench } from './brush-bench.ts';
import { columnMemoryBench } from './column-memory-bench.ts';
import { filesBench } from './files-bench.ts';
import { identityBench } from './identity-bench.ts';
import { ingestionBench } from './ingestion-bench.ts';
import { journalBench } from './journal-bench.ts';
import { leadBench } from './lead-bench.ts';
import { lookBench } from './look-bench.ts';
import { memoryBench } from './memory-bench.ts';
import { packsBench } from './packs-bench.ts';
import { recoveryBench } from './recovery-bench.ts';
import { largeRefreshBench, refreshBench } from './refresh-bench.ts';
import { rulesBench } from './rules-bench.ts';
import { searchBench } from './search-bench.ts';
import { segmentBench } from './segment-bench.ts';

/** All that `npm run bench` measures, in the order it does. */
export const benches: readonly Bench[] = [
  memoryBench,
  journalBench,
  recoveryBench,
  identityBench,
  ingestionBench,
  lookBench,
  segmentBench,
  refreshBench,
  searchBench,
  brushBench,
  leadBench,
  filesBench,
  columnMemoryBench,
  rulesBench,
  packsBench,
  appBench,
  largeRefreshBench,
];
