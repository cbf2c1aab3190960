/** Stretches that end now, and so move on by themselves. */
export const timePresets = [
  { name: 'All time', clause: null },
  { name: 'Last hour', clause: 'time:>now-1h' },
  { name: 'Last 24 hours', clause: 'time:>now-24h' },
  { name: 'Last 7 days', clause: 'time:>now-7d' },
  { name: 'Last 30 days', clause: 'time:>now-30d' },
] as const;
