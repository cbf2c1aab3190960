import type { MessagePart, Threat } from './threat-event.ts';

/**
 * How the values of a field are compared.
 * `text`: words in it are looked for; `keyword`, `email`, `domain`, `ip`, `url`, `hash`: the whole value is compared, in
 * any case, wildcards allowed; `url` also has its parts looked for. `unique`: nearly every event has its own value.
 */
export type FieldType =
  | 'text'
  | 'keyword'
  | 'email'
  | 'domain'
  | 'ip'
  | 'url'
  | 'hash'
  | 'unique'
  | 'number'
  | 'score'
  | 'time'
  | 'flag';

/** Lists of entries within an event: conditions on several fields of one can be asked of the same entry. */
export type FieldGroup = 'threats' | 'parts';

/** A field that can be searched, sorted by and counted. */
export interface Field {
  /** Its name in the schema. */
  name: string;
  /** Other spellings that are understood; case makes no difference in any. */
  aliases: readonly string[];
  type: FieldType;
  /** How many values an event can have: one, a list, or one for each entry of a group. */
  shape: 'one' | 'list' | FieldGroup;
  /** In words, for completion and help. */
  about: string;
  /** Set where analysts say it of an event, which has no such field itself; it is kept beside the event. */
  by?: 'analyst';
}

function one(name: string, type: FieldType, about: string, aliases: readonly string[] = []): Field {
  return { name, aliases, type, shape: 'one', about };
}

function list(name: string, type: FieldType, about: string, aliases: readonly string[] = []): Field {
  return { name, aliases, type, shape: 'list', about };
}

function threat(
  name: Exclude<keyof Threat, 'extra'>,
  type: FieldType,
  about: string,
  aliases: readonly string[] = [],
): Field {
  return { name, aliases, type, shape: 'threats', about };
}

function part(name: Exclude<keyof MessagePart, 'extra'>, type: FieldType, about: string): Field {
  return { name, aliases: [], type, shape: 'parts', about };
}

function kept(name: string, type: FieldType, shape: 'one' | 'list', about: string, alias: string): Field {
  return { name, aliases: [alias], type, shape, about, by: 'analyst' };
}

/** Every field of an event that can be asked for, in the order help and completion show them. */
export const fields = [
  one('kind', 'keyword', 'delivered, blocked, click permitted or click blocked', ['type']),
  one('time', 'time', 'when it occurred: the message or the click', ['occurred']),
  one('messageTime', 'time', 'when the message was sent'),
  one('clickTime', 'time', 'when the link was clicked'),
  one('recognised', 'time', 'the latest time one of its threats was recognised', ['recognized']),
  one('created', 'time', 'the later of occurring and being recognised'),
  one('fetched', 'time', 'when it was fetched from the API'),
  one('source', 'keyword', 'the source it came from'),
  kept('tag', 'keyword', 'list', 'what analysts have marked it as', 'tags'),
  kept('note', 'text', 'one', 'what analysts have written about it', 'notes'),
  one('phishScore', 'score', 'phishing score, 0 to 100', ['phish']),
  one('malwareScore', 'score', 'malware score, 0 to 100', ['malware']),
  one('impostorScore', 'score', 'impostor score, 0 to 100', ['impostor']),
  one('spamScore', 'score', 'spam score, 0 to 100', ['spam']),
  threat('classification', 'keyword', 'malware, phish, spam or impostor'),
  threat('threatType', 'keyword', 'url, attachment or messageText'),
  threat('threatStatus', 'keyword', 'active, cleared or falsePositive', ['status']),
  threat('campaignID', 'keyword', 'the campaign a threat belongs to', ['campaign']),
  threat('threat', 'text', 'the artefact: a URL, a hash or an address', ['artefact', 'artifact']),
  threat('threatID', 'hash', 'the id of a threat'),
  threat('threatUrl', 'url', 'the page about a threat on the TAP dashboard'),
  threat('threatTime', 'time', 'when a threat was recognised'),
  threat('detectionType', 'keyword', 'how a threat was detected'),
  threat('actors', 'keyword', 'whom a threat is attributed to', ['actor']),
  one('subject', 'text', 'the subject'),
  one('sender', 'email', 'the sender of the envelope'),
  one('senderDomain', 'domain', 'the domain of the sender of the envelope'),
  one('senderIP', 'ip', 'the address the message came from'),
  list('recipient', 'email', 'whom it was delivered to, or who clicked', ['recipients', 'to']),
  list('recipientDomain', 'domain', 'the domains of the recipients'),
  list('fromAddress', 'email', 'addresses in the From header', ['from']),
  list('toAddresses', 'email', 'addresses in the To header'),
  list('ccAddresses', 'email', 'addresses in the Cc header', ['cc']),
  list('replyToAddress', 'email', 'addresses in the Reply-To header', ['replyTo']),
  one('headerFrom', 'text', 'the From header'),
  one('headerReplyTo', 'text', 'the Reply-To header'),
  one('headerTo', 'text', 'the To header'),
  one('headerCC', 'text', 'the Cc header'),
  one('url', 'url', 'the link that was clicked'),
  one('clickIP', 'ip', 'the address the click came from'),
  one('userAgent', 'text', 'the browser that clicked'),
  one('quarantineRule', 'keyword', 'the rule that held the message back', ['rule']),
  one('quarantineFolder', 'keyword', 'the folder it is held in', ['folder']),
  list('policyRoutes', 'keyword', 'the policy routes the message took', ['policyRoute', 'route']),
  list('modulesRun', 'keyword', 'the modules that looked at it', ['module', 'modules']),
  one('cluster', 'keyword', 'the cluster that processed it', ['clusterId']),
  one('xmailer', 'text', 'the program it was written with', ['mailer']),
  one('messageSize', 'number', 'the size of the message, bytes', ['size']),
  one('completelyRewritten', 'keyword', 'whether all links were rewritten: true, false or na'),
  part('filename', 'text', 'the name of an attachment'),
  part('contentType', 'keyword', 'the type of a part, as detected'),
  part('oContentType', 'keyword', 'the type of a part, as declared'),
  part('disposition', 'keyword', 'attached or inline'),
  part('sandboxStatus', 'keyword', 'what the sandbox said of a part'),
  part('md5', 'hash', 'the MD5 of a part'),
  part('sha256', 'hash', 'the SHA-256 of a part'),
  one('messageID', 'unique', 'the Message-ID header'),
  one('GUID', 'unique', 'the id of the message in the service'),
  one('QID', 'unique', 'the id of the message in the queue'),
  one('id', 'unique', 'the id of the event'),
  one('rest', 'text', 'values that no other field holds', ['other']),
  one('unparsed', 'flag', 'whether it could not be read as an event'),
  one('hasProblems', 'flag', 'whether a field was odd', ['odd']),
  one('versions', 'number', 'how many versions of it are known'),
] as const satisfies readonly Field[];

const byName = new Map<string, Field>();
for (const field of fields as readonly Field[]) {
  for (const name of [field.name, ...field.aliases]) byName.set(name.toLowerCase(), field);
}

/** The field of a name in any of its spellings; undefined for one that no event has. */
export function fieldNamed(name: string): Field | undefined {
  return byName.get(name.toLowerCase());
}
