import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** A facet: a field whose most frequent values are counted and can be picked. */
export interface FacetField {
  field: string;
  name: string;
  /** Said where no event has a value, and it can be told how to give one. */
  whenNone?: string;
}

/** The facets in the order of the panel. */
export const facetFields: readonly FacetField[] = [
  { field: 'kind', name: 'Kind' },
  { field: 'classification', name: 'Classification' },
  { field: 'threatType', name: 'Threat type' },
  { field: 'threatStatus', name: 'Threat status' },
  { field: 'source', name: 'Source' },
  { field: 'tag', name: 'Tags', whenNone: 'Press t on an event to tag it.' },
  { field: 'campaignID', name: 'Campaign' },
  { field: 'senderDomain', name: 'Sender domain' },
  { field: 'sender', name: 'Sender' },
  { field: 'recipientDomain', name: 'Recipient domain' },
  { field: 'recipient', name: 'Recipient' },
  { field: 'senderIP', name: 'Sender IP' },
  { field: 'quarantineRule', name: 'Quarantine rule' },
  { field: 'quarantineFolder', name: 'Quarantine folder' },
  { field: 'policyRoutes', name: 'Policy route' },
  { field: 'cluster', name: 'Cluster' },
  { field: 'xmailer', name: 'Mailer' },
];

/** Values shown at first, and added by *Show more*. */
const firstValues = 7;
const moreValues = 25;

interface FacetModel {
  /** Fields of the facets that are open: only these are counted. */
  open: readonly string[];
  /** How many values are shown where more than the first were wanted. */
  top: Readonly<Record<string, number>>;
  setOpen(open: readonly string[]): void;
  showMore(field: string): void;
  showFewer(field: string): void;
}

/** Which facets are open, remembered from one start of the app to the next. */
export const useFacets = create<FacetModel>()(
  persist(
    (set) => ({
      open: ['kind', 'classification', 'threatType', 'threatStatus'],
      top: {},
      setOpen: (open) => set({ open }),
      showMore: (field) =>
        set(({ top }) => ({ top: { ...top, [field]: (top[field] ?? firstValues) + moreValues } })),
      showFewer: (field) => set(({ top }) => ({ top: { ...top, [field]: firstValues } })),
    }),
    { name: 'lurescope.facets', version: 1, partialize: ({ open }) => ({ open }) },
  ),
);

/** How many values of a facet are shown. */
export function shownOf(top: FacetModel['top'], field: string): number {
  return top[field] ?? firstValues;
}

/** What the engine is asked to count: the open facets alone, since each costs time. */
export function facetsAsked({ open, top }: Pick<FacetModel, 'open' | 'top'>) {
  return facetFields
    .filter(({ field }) => open.includes(field))
    .map(({ field }) => ({ field, top: shownOf(top, field) }));
}
