/** What an event is about, in our words: a message or a click, let through or held back. */
export const eventKinds = ['messageDelivered', 'messageBlocked', 'clickPermitted', 'clickBlocked'] as const;

export type EventKind = (typeof eventKinds)[number];

/** The four arrays of a SIEM answer, in the API's words (proofpoint SIEM API, `/v2/siem/all`). */
export const answerArrays = [
  'messagesDelivered',
  'messagesBlocked',
  'clicksPermitted',
  'clicksBlocked',
] as const;

export type AnswerArray = (typeof answerArrays)[number];

const kindByArray: Record<AnswerArray, EventKind> = {
  messagesDelivered: 'messageDelivered',
  messagesBlocked: 'messageBlocked',
  clicksPermitted: 'clickPermitted',
  clicksBlocked: 'clickBlocked',
};

/**
 * The kind of the events in an answer's array, or undefined for a key that is none.
 * A stray colon or space around the name has been seen in the wild and is forgiven.
 */
export function kindOfArray(key: string): EventKind | undefined {
  const name = key.replaceAll(/[\s:]/g, '');
  return Object.hasOwn(kindByArray, name) ? kindByArray[name as AnswerArray] : undefined;
}

export function isClick(kind: EventKind): kind is 'clickPermitted' | 'clickBlocked' {
  return kind === 'clickPermitted' || kind === 'clickBlocked';
}

/** A kind as an analyst reads it. */
export const kindLabel: Record<EventKind, string> = {
  messageDelivered: 'delivered',
  messageBlocked: 'blocked',
  clickPermitted: 'click permitted',
  clickBlocked: 'click blocked',
};
