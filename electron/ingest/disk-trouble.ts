import type { Trouble } from '../../shared/proofpoint/trouble.ts';
import { errorCode } from '../error-code.ts';

/** What the disk said, in words that tell what to do. Nothing is lost: the cursor has not moved. */
export function troubleOfDisk(error: unknown, folder: string): Trouble {
  const code = errorCode(error);
  const nothingLost =
    'Nothing is lost: what could not be written is read again from Proofpoint, which keeps 7 days.';
  const sentences: Record<string, string> = {
    ENOSPC: `The disk is full, so no events can be stored in ${folder}. Free some space. ${nothingLost}`,
    EDQUOT: `Your disk quota is used up, so no events can be stored in ${folder}. Free some space. ${nothingLost}`,
    EROFS: `The data folder ${folder} is on a read-only disk. Make it writable. ${nothingLost}`,
    EACCES: `The data folder ${folder} may not be written to. Give your account the right to. ${nothingLost}`,
    ENOTDIR: `A file stands where the data folder ${folder} should be. Move it away. ${nothingLost}`,
    EEXIST: `A file stands where the data folder ${folder} should be. Move it away. ${nothingLost}`,
    EPERM: `The data folder ${folder} may not be written to. Give your account the right to. ${nothingLost}`,
  };
  const what = code === '' ? (error instanceof Error ? error.message : String(error)) : code;
  return {
    kind: code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'disk',
    sentence: sentences[code] ?? `The data folder ${folder} failed (${what}). ${nothingLost}`,
  };
}
