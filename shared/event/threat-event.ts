import type { EventKind } from './kinds.ts';
import type { RawEvent } from './raw-event.ts';

/** One entry of `threatsInfoMap`. Names are the schema's; other spellings are folded into them. */
export interface Threat {
  threatUrl: string | null;
  threatID: string | null;
  /** `active`, `cleared`, `falsePositive`, or what the API says in lower case. */
  threatStatus: string | null;
  /** `malware`, `phish`, `spam`, `impostor`, or what the API says in lower case. */
  classification: string | null;
  /** ISO 8601, UTC, milliseconds. */
  threatTime: string | null;
  /** The artefact: a URL, a hash, or an address. */
  threat: string | null;
  campaignID: string | null;
  /** `url`, `attachment`, `messageText`, or what the API says in lower case. */
  threatType: string | null;
  detectionType: string | null;
  /** Names of the actors the API attributes the threat to; their full objects are in the raw event. */
  actors: string[];
  /** Fields of the entry that the schema does not name. */
  extra: Record<string, unknown>;
}

/** One entry of `messageParts`. */
export interface MessagePart {
  contentType: string | null;
  disposition: string | null;
  filename: string | null;
  md5: string | null;
  oContentType: string | null;
  sandboxStatus: string | null;
  sha256: string | null;
  /** Fields of the entry that the schema does not name. */
  extra: Record<string, unknown>;
}

/** Something in an event that is not as the schema has it; the event is kept all the same. */
export interface FieldProblem {
  /** The field's path, such as `threatsInfoMap[1].threatTime`. */
  field: string;
  /** What is odd about it, in words for an analyst. */
  problem: string;
}

/**
 * A `Proofpoint.Event`, normalised: every field of the schema under its own name, whatever spelling or shape the
 * API used. Times are ISO 8601 in UTC with milliseconds; scores are 0 to 100, or null where the module did not run.
 * A click's single threat stands in `threatsInfoMap`, its single recipient in `recipient`.
 */
export interface ThreatEvent {
  kind: EventKind;
  /** 32 hexadecimal digits; see identity.ts. */
  identity: string;
  /** 32 hexadecimal digits; another one under the same identity is another version. */
  contentHash: string;
  /** When it occurred: the message's or click's own time; see `timeSource` where that is missing. */
  time: string;
  /** Where `time` was taken from: the event, its latest threat, or the moment it was fetched. */
  timeSource: 'event' | 'threat' | 'fetched';
  /** The latest threat time. */
  recognised: string | null;
  /** The later of the two: what the API's windows select by. */
  created: string;

  messageTime: string | null;
  messageParts: MessagePart[];
  fromAddress: string[];
  toAddresses: string[];
  recipient: string[];
  threatsInfoMap: Threat[];
  completelyRewritten: boolean | 'na' | null;
  id: string | null;
  QID: string | null;
  GUID: string | null;
  sender: string | null;
  senderIP: string | null;
  messageID: string | null;
  spamScore: number | null;
  phishScore: number | null;
  impostorScore: number | null;
  malwareScore: number | null;
  cluster: string | null;
  subject: string | null;
  quarantineFolder: string | null;
  quarantineRule: string | null;
  policyRoutes: string[];
  modulesRun: string[];
  messageSize: number | null;
  headerFrom: string | null;
  headerReplyTo: string | null;
  headerCC: string | null;
  headerTo: string | null;
  ccAddresses: string[];
  replyToAddress: string[];
  xmailer: string | null;

  clickIP: string | null;
  clickTime: string | null;
  url: string | null;
  userAgent: string | null;

  /** Fields that no schema names, kept as they came. */
  extra: Record<string, unknown>;
  /** What was odd; empty for a well-formed event. */
  problems: FieldProblem[];
  raw: RawEvent;
}

/** An entry that could not be read as an event at all: its text is kept, shown and counted. */
export interface UnparsedEvent {
  kind: EventKind;
  identity: string;
  /** When it was fetched (ISO 8601), since nothing else is known. */
  time: string;
  /** Why it could not be read. */
  reason: string;
  /** The entry exactly as the API sent it. */
  rawText: string;
}

/** The four scores in the order the table shows them. */
export const scoreFields = ['phishScore', 'malwareScore', 'impostorScore', 'spamScore'] as const;

export type ScoreField = (typeof scoreFields)[number];
