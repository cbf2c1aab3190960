import { type NewOutgoing, outgoingPath } from '../../shared/outgoing-file.ts';
import type { Bridge } from '../bridge.ts';

/** Saves a text where the analyst says; false where they would rather not. @throws a sentence on why it could not */
export async function saveText(bridge: Bridge, file: NewOutgoing, text: string): Promise<boolean> {
  const begun = await bridge.call('files.begin', file);
  if (!begun) return false;
  try {
    const response = await fetch(outgoingPath(begun.id), { method: 'POST', body: text });
    if (!response.ok) throw new Error(await response.text());
    await bridge.call('files.finish', begun.id);
    return true;
  } catch (error) {
    await bridge.call('files.abandon', begun.id);
    throw error;
  }
}
