import { errorCode } from '../error-code.ts';

/** Why what the analyst changed could not be saved in the data folder, and what to do. */
export function sentenceOfSaving(error: unknown, folder: string): string {
  const code = errorCode(error);
  const right = `The data folder ${folder} may not be written to. Give your account the right to, and save again.`;
  const inTheWay = `Something else stands where a file of the data folder ${folder} should be. Move it away, and save again.`;
  const sentences: Record<string, string> = {
    ENOSPC: `The disk is full: there is no room in ${folder}. Free some space, and save again.`,
    EDQUOT: `Your disk quota is used up: there is no room in ${folder}. Free some space, and save again.`,
    EROFS: `The data folder ${folder} is on a read-only disk. Make it writable, and save again.`,
    EACCES: right,
    EPERM: right,
    EISDIR: inTheWay,
    ENOTDIR: inTheWay,
    EEXIST: inTheWay,
  };
  const what = code === '' ? (error instanceof Error ? error.message : String(error)) : code;
  return sentences[code] ?? `The data folder ${folder} failed (${what}). Save again once that is mended.`;
}
