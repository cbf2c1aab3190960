import type { Arrival } from '../../shared/rules/engine/arrival.ts';
import type { Detection } from '../../shared/rules/engine/rule-run.ts';
import type { AlertAbout, FoundDetection } from './alert-row.ts';

const mostOfEach = 20;

function aboutOf(arrivals: readonly Arrival[]): AlertAbout {
  const all = (field: string) =>
    [
      ...new Set(arrivals.flatMap(({ values }) => values.texts(field).map((value) => value.toLowerCase()))),
    ].slice(0, mostOfEach);
  return { people: all('recipient'), campaigns: all('campaignID'), threats: all('threatID') };
}

/** Detections with whom and what they are about, as far as the events they were found in tell. */
export function withAbout(detections: readonly Detection[], arrivals: readonly Arrival[]): FoundDetection[] {
  if (detections.length === 0) return [];
  const byIdentity = new Map(arrivals.map((arrival) => [arrival.identity, arrival]));
  return detections.map((detection) => {
    const behind = detection.identities.flatMap((identity) => byIdentity.get(identity) ?? []);
    return { ...detection, about: aboutOf(behind) };
  });
}
