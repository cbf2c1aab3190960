import type { Arrival } from '../../shared/rules/engine/arrival.ts';
import type { Detection } from '../../shared/rules/engine/rule-run.ts';
import type { AlertAbout, FoundDetection } from './alert-row.ts';

const mostOfEach = 20;

function add(values: string[], arrival: Arrival, field: string): void {
  for (const text of arrival.values.texts(field)) {
    const value = text.toLowerCase();
    if (values.length < mostOfEach && !values.includes(value)) values.push(value);
  }
}

function aboutOf(arrivals: readonly Arrival[]): AlertAbout {
  const about: AlertAbout = { people: [], campaigns: [], threats: [] };
  for (const arrival of arrivals) {
    add(about.people, arrival, 'recipient');
    add(about.campaigns, arrival, 'campaignID');
    add(about.threats, arrival, 'threatID');
  }
  return about;
}

/** Detections with whom and what they are about, as far as the events they were found in tell. */
export function withAbout(detections: readonly Detection[], arrivals: readonly Arrival[]): FoundDetection[] {
  if (detections.length === 0) return [];
  const byIdentity = new Map(arrivals.map((arrival) => [arrival.identity, arrival]));
  // Most events are behind one or two detections each, alone.
  const known = new Map<string, AlertAbout>();
  const about = ({ identities }: Detection): AlertAbout => {
    const [first = ''] = identities;
    if (identities.length > 1) return aboutOf(identities.flatMap((one) => byIdentity.get(one) ?? []));
    const found = known.get(first) ?? aboutOf([byIdentity.get(first) ?? []].flat());
    known.set(first, found);
    return found;
  };
  return detections.map((detection) => Object.assign(detection, { about: about(detection) }));
}
