/** Why a backup cannot be read. */
export type BackupReason =
  | 'no-backup'
  | 'newer'
  | 'damaged'
  | 'cut-short'
  | 'needs-passphrase'
  | 'wrong-passphrase';

const words: Readonly<Record<BackupReason, string>> = {
  'no-backup': 'This is no backup of Lurescope.',
  newer: 'This backup was made by a newer Lurescope: update this one to read it.',
  damaged: 'This backup is damaged: what stands in it is not what was written.',
  'cut-short': 'This backup is not complete: its end is missing.',
  'needs-passphrase': 'This backup is encrypted: its passphrase is needed.',
  'wrong-passphrase': 'This is not the passphrase of this backup.',
};

/** A backup that cannot be read, in words for whoever wants to restore it. */
export class BackupTrouble extends Error {
  override name = 'BackupTrouble';
  readonly reason: BackupReason;

  constructor(reason: BackupReason, options?: ErrorOptions) {
    super(words[reason], options);
    this.reason = reason;
  }
}
