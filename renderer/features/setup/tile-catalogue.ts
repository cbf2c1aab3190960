import { FileInput, FlaskConical, type LucideIcon, MailWarning } from 'lucide-react';

/** What can be chosen as a new source. */
export interface Tile {
  id: 'proofpoint' | 'files' | 'sample';
  name: string;
  text: string;
  icon: LucideIcon;
  /** What the button does. */
  action: string;
  /** Further words it is found by. */
  words: string;
}

export const tiles: readonly Tile[] = [
  {
    id: 'proofpoint',
    name: 'Proofpoint',
    text: 'Blocked and delivered threats and clicks from Targeted Attack Protection (TAP), polled from its SIEM API with a service principal.',
    icon: MailWarning,
    action: 'Start setup',
    words: 'tap targeted attack protection siem email mail pfpt',
  },
  {
    id: 'files',
    name: 'Files',
    text: "Events that are files already: SIEM answers, JSON, NDJSON or Parquet, Lurescope's own archive and exports, gzip'd or not. They can also be dropped on this window.",
    icon: FileInput,
    action: 'Import files',
    words: 'import upload json ndjson parquet gzip archive export',
  },
  {
    id: 'sample',
    name: 'Sample data',
    text: 'An invented organisation with a week of mail threats, served by a small SIEM API inside this app. Shows everything at once, and is marked as sample data throughout.',
    icon: FlaskConical,
    action: 'Try with sample data',
    words: 'demo test try example',
  },
];

/** Tiles that a search finds, by any word of it. */
export function findTiles(search: string): Tile[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return tiles.filter(({ name, text, words: more }) => {
    const haystack = `${name} ${text} ${more}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}
