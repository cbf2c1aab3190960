import { create } from 'zustand';
import type { AlertDecision } from '../detections/alert-row.ts';
import type { AlertList, Decided } from '../detections/alert-store.ts';
import type { StoreClient } from '../store/store-client.ts';

type Detections = StoreClient['detections'];

/** Something that was decided and can be undone. */
interface Step {
  /** "3 alerts acknowledged". */
  words: string;
  before: readonly Decided[];
}

interface AlertsModel extends AlertList {
  /** False until the store has told. */
  isLoaded: boolean;
  /** Counts up whenever alerts change. */
  revision: number;
  /** What can be undone, the latest last. */
  steps: readonly Step[];
}

/** Steps that are remembered. */
const mostSteps = 50;

/** The alerts that the store last told of; the badge, the inbox and the detections screen read the same. */
export const useAlerts = create<AlertsModel>(() => ({
  alerts: [],
  total: 0,
  unseen: 0,
  isLoaded: false,
  revision: 0,
  steps: [],
}));

/** While alerts come in they are read anew at most so often, ms. */
const leastPause = 250;

/** Whether they are being read, and whether they changed since. */
let isReading = false;
let isStale = false;

async function readAlerts(detections: Detections): Promise<void> {
  while (isStale) {
    isStale = false;
    const list = await detections.list();
    useAlerts.setState(({ revision }) => ({ ...list, isLoaded: true, revision: revision + 1 }));
    await new Promise((resolve) => setTimeout(resolve, leastPause));
  }
}

/** Reads the alerts anew; changes that come while they are read are read once, after that. */
export function refreshAlerts(detections: Detections): void {
  isStale = true;
  if (isReading) return;
  isReading = true;
  readAlerts(detections)
    .catch(() => undefined)
    .finally(() => {
      isReading = false;
    });
}

/** Decides something of alerts, as one step that can be undone. */
export async function decideAlerts(
  detections: Detections,
  ids: readonly string[],
  decision: Partial<AlertDecision>,
  words: string,
): Promise<void> {
  const before = await detections.decide(ids, decision);
  useAlerts.setState(({ steps }) => ({ steps: [...steps, { words, before }].slice(-mostSteps) }));
}

/** Takes the latest step back; answers its words, or undefined where there is none. */
export async function undoDecision(detections: Detections): Promise<string | undefined> {
  const step = useAlerts.getState().steps.at(-1);
  if (!step) return undefined;
  useAlerts.setState(({ steps }) => ({ steps: steps.slice(0, -1) }));
  await detections.undo(step.before);
  return step.words;
}
