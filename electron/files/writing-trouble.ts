import { dirname } from 'node:path';
import { errorCode } from '../error-code.ts';

/** Why a file could not be written, and what to do, in words for whoever chose its place. */
export function sentenceOfWriting(error: unknown, path: string): string {
  const code = errorCode(error);
  const folder = dirname(path);
  const sentences: Record<string, string> = {
    ENOSPC: `The disk is full: ${path} could not be written. Free some space, or choose another place.`,
    EDQUOT: `Your disk quota is used up: ${path} could not be written. Free some space, or choose another place.`,
    EROFS: `${folder} is on a read-only disk. Choose another place.`,
    EACCES: `${folder} may not be written to. Choose another place.`,
    EPERM: `${path} may not be written. Choose another place.`,
    ENOENT: `${folder} is not there any more. Choose another place.`,
    EISDIR: `${path} is a folder. Choose another name.`,
  };
  const what = code === '' ? String(error) : code;
  return sentences[code] ?? `${path} could not be written (${what}). Choose another place.`;
}
