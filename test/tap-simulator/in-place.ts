import type { RawEvent } from '../../shared/event/raw-event.ts';

/** Makes the changed event of a copy it may alter; undefined leaves the event as it is. */
export type ChangeInPlace = (copy: RawEvent) => RawEvent | undefined;

/** Clears an event's active threats and leaves all its times alone, as if nobody had stamped the change. */
export const clearInPlace: ChangeInPlace = (copy) => {
  let changed = false;
  const clear = (holder: RawEvent): void => {
    if (holder.threatStatus !== 'active') return;
    holder.threatStatus = 'cleared';
    changed = true;
  };
  clear(copy);
  if (Array.isArray(copy.threatsInfoMap)) {
    for (const threat of copy.threatsInfoMap) {
      if (threat !== null && typeof threat === 'object') clear(threat as RawEvent);
    }
  }
  return changed ? copy : undefined;
};
