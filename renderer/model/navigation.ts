/** Paths of the screens, within the part of the address behind `#`. */
export const paths = {
  explorer: '/',
  alerts: '/alerts',
  alert: <Id extends string>(id: Id) => `/alerts/${id}` as const,
  sources: '/sources',
  source: <Id extends string>(id: Id) => `/sources/${id}` as const,
  newSource: '/new-source',
  setUpProofpoint: '/new-source/proofpoint',
  sourceReady: <Id extends string>(id: Id) => `/new-source/ready/${id}` as const,
  detections: '/detections',
  newRule: '/detections/new',
  rule: <Id extends string>(id: Id) => `/detections/own/${id}` as const,
  settings: '/settings',
  help: <Topic extends string>(topic: Topic) => `/help/${topic}` as const,
} as const;
