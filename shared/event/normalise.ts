import { FieldReader } from './field-reader.ts';
import { contentHashOf, createdAtOf, identityOf, identityOfUnparsed } from './identity.ts';
import { formatInstant, parseInstant } from './instant.ts';
import { type EventKind, isClick } from './kinds.ts';
import { type RawEvent, rawEventOf } from './raw-event.ts';
import type { FieldProblem, MessagePart, Threat, ThreatEvent, UnparsedEvent } from './threat-event.ts';

export const threatTypes = ['url', 'attachment', 'messageText'] as const;
export const threatStatuses = ['active', 'cleared', 'falsePositive'] as const;
export const classifications = ['malware', 'phish', 'spam', 'impostor'] as const;

function readActors(reader: FieldReader): string[] {
  return reader.items('actors').flatMap((actor) => {
    if (typeof actor === 'string') return [actor];
    const name = (actor as { name?: unknown } | null)?.name;
    return typeof name === 'string' ? [name] : [];
  });
}

function readThreat(reader: FieldReader): Threat {
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
    extra: reader.extra(),
  };
}

/** A click carries its one threat in fields of its own; a click is on a URL, so the threat's type is known. */
function readClickThreat(reader: FieldReader): Threat[] {
  const { extra: _, ...threat } = readThreat(reader);
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

function readPart(reader: FieldReader): MessagePart {
  return {
    contentType: reader.string('contentType'),
    disposition: reader.string('disposition'),
    filename: reader.string('filename'),
    md5: reader.string('md5'),
    oContentType: reader.string('oContentType'),
    sandboxStatus: reader.string('sandboxStatus'),
    sha256: reader.string('sha256'),
    extra: reader.extra(),
  };
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

/** The latest of the threats' times in ms, or undefined where none has one. */
function recognisedAt(threats: readonly Threat[]): number | undefined {
  const times = threats.flatMap((threat) => parseInstant(threat.threatTime) ?? []);
  return times.length > 0 ? Math.max(...times) : undefined;
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
  const occurred = parseInstant(isClick(kind) ? fields.clickTime : fields.messageTime);
  if (occurred === undefined) {
    const field = isClick(kind) ? 'clickTime' : 'messageTime';
    problems.push({
      field,
      problem: `missing, so the ${recognised ? "threat's" : 'fetch'} time stands in for it`,
    });
  }
  return {
    kind,
    identity: identityOf(kind, raw),
    contentHash: contentHashOf(raw),
    time: formatInstant(occurred ?? recognised ?? fetchedAt),
    timeSource: occurred !== undefined ? 'event' : recognised !== undefined ? 'threat' : 'fetched',
    recognised: recognised === undefined ? null : formatInstant(recognised),
    created: formatInstant(Math.max(createdAtOf(kind, raw) ?? recognised ?? fetchedAt, recognised ?? 0)),
    ...fields,
    extra: reader.extra(),
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
