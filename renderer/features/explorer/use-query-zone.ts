import { useSettings } from '../../model/settings.ts';
import type { Zone } from '../../ui/time-text.ts';

/** The IANA name of the zone that a query's dates are read in: the one that times are shown in. */
export function queryZone(zone: Zone): string {
  return zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function useQueryZone(): string {
  return useSettings(({ settings }) => queryZone(settings.timeZone));
}
