import type { Department } from './company.ts';

export type Classification = 'spam' | 'phish' | 'malware' | 'impostor';
export type ThreatType = 'url' | 'attachment' | 'messageText';

/**
 * A pattern of attack or nuisance, from which campaigns and single messages are made.
 * In texts `{n}` stands for a number, `{first}` for the recipient's given name, `{company}` for the company,
 * `{boss}` for an executive and `{month}` for a month's name.
 */
export interface Lure {
  key: string;
  classification: Classification;
  threatType: ThreatType;
  /** Whom it is aimed at; empty for anyone. */
  departments: readonly Department[];
  /** Share of its messages held back, 0 to 1. */
  blockedShare: number;
  subjects: readonly string[];
  /** Names of attached files with their content type; empty where nothing is attached. */
  files: readonly (readonly [name: string, contentType: string])[];
  /** Words its web hosts and sending domains are made of. */
  hostWords: readonly string[];
  paths: readonly string[];
  /** Display name and local part it writes from. */
  senders: readonly (readonly [name: string, local: string])[];
  quarantineFolder: string;
  quarantineRule: string;
  /** Malware families or kits named in its campaigns. */
  families: readonly string[];
}
