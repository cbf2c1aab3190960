/** Paths of the screens, within the part of the address behind `#`. */
export const paths = {
  explorer: '/',
  sources: '/sources',
  source: <Id extends string>(id: Id) => `/sources/${id}` as const,
  newSource: '/new-source',
  setUpProofpoint: '/new-source/proofpoint',
  sourceReady: <Id extends string>(id: Id) => `/new-source/ready/${id}` as const,
  settings: '/settings',
  help: <Topic extends string>(topic: Topic) => `/help/${topic}` as const,
} as const;
