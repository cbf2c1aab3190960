import { FieldReader, namesRead } from './field-reader.ts';
import { contentHashOf, createdAtOf, identityOf, identityOfUnparsed } from './identity.ts';
import { formatInstant, parseInstant } from './instant.ts';
import { type EventKind, isClick } from './kinds.ts';
import { type RawEvent, rawEventOf } from './raw-event.ts';
import type { FieldProblem, MessagePart, Threat, ThreatEvent, UnparsedEvent } from './threat-event.ts';

export const threatTypes = ['url', 'attachment', 'messageText'] as const;
export const threatStatuses = ['active', 'cleared', 'falsePositive'] as const;
export const classifications = ['malware', 'phish', 'spam', 'impostor'] as const;

function readActors(reader: FieldReader): string[] {
  const names: string[] = [];
  for (const actor of reader.items('actors')) {
    const name = typeof actor === 'string' ? actor : (actor as { name?: unknown } | null)?.name;
    if (typeof name === 'string') names.push(name);
  }
  return names;
}

function readThreatFields(reader: FieldReader) {
  return {
    threatUrl: reader.string('threatUrl', 'threatURL'),
    threatID: reader.string('threatID', 'threatId'),
    threatStatus: reader.word(threatStatuses, 'threatStatus'),
    classification: reader.word(classifications, 'classification'),
    threatTime: reader.instant('threatTime'),
    threat: reader.string('threat'),
    campaignID: reader.string('campaignID', 'campaignId'),
    threatType: reader.word(threatTypes, 'threatType'),
    detectionType: reader.string('detectionType'),
    actors: readActors(reader),
  };
}

const threatNames = namesRead(readThreatFields);

function readThreat(reader: FieldReader): Threat {
  return { ...readThreatFields(reader), extra: reader.extra(threatNames) };
}

/** A click carries its one threat in fields of its own; a click is on a URL, so the threat's type is known. */
function readClickThreat(reader: FieldReader): Threat[] {
  const threat = readThreatFields(reader);
  const said = [
    threat.threatID,
    threat.threatUrl,
    threat.classification,
    threat.threatStatus,
    threat.threatTime,
    threat.threat,
    threat.threatType,
    threat.detectionType,
  ];
  if (said.every((value) => value === null) && threat.campaignID === null) return [];
  return [{ ...threat, threatType: threat.threatType ?? 'url', extra: {} }];
}

function readPartFields(reader: FieldReader) {
  return {
    contentType: reader.string('contentType'),
    disposition: reader.string('disposition'),
    filename: reader.string('filename'),
    md5: reader.string('md5'),
    oContentType: reader.string('oContentType'),
    sandboxStatus: reader.string('sandboxStatus'),
    sha256: reader.string('sha256'),
  };
}

const partNames = namesRead(readPartFields);

function readPart(reader: FieldReader): MessagePart {
  return { ...readPartFields(reader), extra: reader.extra(partNames) };
}

function readFields(reader: FieldReader, kind: EventKind) {
  const fields = {
    messageTime: reader.instant('messageTime'),
    messageParts: reader.objects(readPart, 'messageParts'),
    fromAddress: reader.strings('fromAddress'),
    toAddresses: reader.strings('toAddresses'),
    recipient: reader.strings('recipient'),
    threatsInfoMap: reader.objects(readThreat, 'threatsInfoMap'),
    completelyRewritten: reader.rewritten('completelyRewritten'),
    id: reader.string('id'),
    QID: reader.string('QID'),
    GUID: reader.string('GUID'),
    sender: reader.string('sender'),
    senderIP: reader.string('senderIP'),
    messageID: reader.string('messageID'),
    spamScore: reader.score('spamScore'),
    phishScore: reader.score('phishScore'),
    impostorScore: reader.score('impostorScore'),
    malwareScore: reader.score('malwareScore'),
    cluster: reader.string('cluster', 'clusterId'),
    subject: reader.string('subject'),
    quarantineFolder: reader.string('quarantineFolder'),
    quarantineRule: reader.string('quarantineRule'),
    policyRoutes: reader.strings('policyRoutes'),
    modulesRun: reader.strings('modulesRun'),
    messageSize: reader.number('messageSize'),
    headerFrom: reader.string('headerFrom'),
    headerReplyTo: reader.string('headerReplyTo'),
    headerCC: reader.string('headerCC'),
    headerTo: reader.string('headerTo'),
    ccAddresses: reader.strings('ccAddresses'),
    replyToAddress: reader.strings('replyToAddress'),
    xmailer: reader.string('xmailer'),
    clickIP: reader.string('clickIP'),
    clickTime: reader.instant('clickTime'),
    url: reader.string('url'),
    userAgent: reader.string('userAgent'),
  };
  if (isClick(kind)) fields.threatsInfoMap.push(...readClickThreat(reader));
  return fields;
}

const messageNames = namesRead((reader) => readFields(reader, 'messageDelivered'));
const clickNames = namesRead((reader) => readFields(reader, 'clickPermitted'));

/** An instant in ms, and as text. */
interface Instant {
  ms: number;
  text: string;
}

/** An instant as it is written already, or where it is another than those, as it has to be written. */
function instantOf(ms: number, written: readonly (Instant | undefined)[]): Instant {
  return written.find((one) => one?.ms === ms) ?? { ms, text: formatInstant(ms) };
}

function readInstant(text: string | null): Instant | undefined {
  const ms = parseInstant(text);
  return ms === undefined || text === null ? undefined : { ms, text };
}

/** The latest of the threats' times, or undefined where none has one. */
function recognisedAt(threats: readonly Threat[]): Instant | undefined {
  let latest: Instant | undefined;
  for (const { threatTime } of threats) {
    const time = readInstant(threatTime);
    if (time && !(latest && time.ms <= latest.ms)) latest = time;
  }
  return latest;
}

/**
 * Normalises one event. Never throws: what is odd about a field is said in `problems`, and `raw` has it all.
 * @param fetchedAt ms since the epoch; stands in for a time that the event does not give
 */
export function normaliseEvent(kind: EventKind, raw: RawEvent, fetchedAt: number): ThreatEvent {
  const problems: FieldProblem[] = [];
  const reader = new FieldReader(raw, '', problems);
  const fields = readFields(reader, kind);
  const recognised = recognisedAt(fields.threatsInfoMap);
  const occurred = readInstant(isClick(kind) ? fields.clickTime : fields.messageTime);
  if (!occurred) {
    const field = isClick(kind) ? 'clickTime' : 'messageTime';
    problems.push({
      field,
      problem: `missing, so the ${recognised?.ms ? "threat's" : 'fetch'} time stands in for it`,
    });
  }
  const createdMs = Math.max(createdAtOf(kind, raw) ?? recognised?.ms ?? fetchedAt, recognised?.ms ?? 0);
  return {
    kind,
    identity: identityOf(kind, raw),
    contentHash: contentHashOf(raw),
    time: (occurred ?? recognised ?? instantOf(fetchedAt, [])).text,
    timeSource: occurred ? 'event' : recognised ? 'threat' : 'fetched',
    recognised: recognised?.text ?? null,
    created: instantOf(createdMs, [occurred, recognised]).text,
    ...fields,
    extra: reader.extra(isClick(kind) ? clickNames : messageNames),
    problems,
    raw,
  };
}

/** An entry's text as an event, or as an unparsed entry that says why; never throws, never drops. */
export function parseEvent(
  kind: EventKind,
  rawText: string,
  fetchedAt: number,
): { ok: true; event: ThreatEvent } | { ok: false; unparsed: UnparsedEvent } {
  let reason: string;
  try {
    const raw = rawEventOf(JSON.parse(rawText));
    if (raw) return { ok: true, event: normaliseEvent(kind, raw, fetchedAt) };
    reason = 'It is JSON, but no object.';
  } catch (error) {
    reason = `It is no valid JSON: ${error instanceof Error ? error.message : String(error)}.`;
  }
  const identity = identityOfUnparsed(kind, rawText);
  return { ok: false, unparsed: { kind, identity, time: formatInstant(fetchedAt), reason, rawText } };
}
