/** What a file is, told by how it begins: its name says nothing. */
export type FileFormat = { is: 'json' } | { is: 'gzip' } | { is: 'other'; reason: string };

/** How many bytes are needed to tell: the names of what is in a workbook stand a little behind its beginning. */
export const formatLength = 4096;

interface Signature {
  bytes: readonly number[];
  reason: string;
}

function ascii(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

const unpackFirst = 'Unpack it, and take the file that is in it (gzip alone needs no unpacking).';

const signatures: readonly Signature[] = [
  { bytes: ascii('LSBACKUP'), reason: 'This is a backup of Lurescope. Restore it instead of importing it.' },
  { bytes: ascii('BZh'), reason: `This is a bzip2 file. ${unpackFirst}` },
  { bytes: [0xfd, ...ascii('7zXZ'), 0], reason: `This is an xz file. ${unpackFirst}` },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], reason: `This is a Zstandard file. ${unpackFirst}` },
  { bytes: [...ascii('7z'), 0xbc, 0xaf], reason: `This is a 7-Zip file. ${unpackFirst}` },
  { bytes: ascii('Rar!'), reason: `This is a RAR file. ${unpackFirst}` },
  {
    bytes: ascii('PAR1'),
    reason:
      'This is a Parquet file. Export as NDJSON instead, or turn its column "raw" into NDJSON with a tool such as DuckDB.',
  },
  { bytes: ascii('%PDF'), reason: 'This is a PDF. Export the events themselves, as JSON or NDJSON.' },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    reason: 'This is an Office document or a saved mail. Export the events themselves, as JSON or NDJSON.',
  },
  {
    bytes: ascii('SQLite format 3'),
    reason: 'This is a SQLite database. Export the events from it, as JSON or NDJSON.',
  },
  ...[
    [0xd4, 0xc3, 0xb2, 0xa1],
    [0xa1, 0xb2, 0xc3, 0xd4],
    [0x4d, 0x3c, 0xb2, 0xa1],
    [0x0a, 0x0d, 0x0d, 0x0a],
  ].map((bytes) => ({
    bytes,
    reason: 'This is a capture of network traffic (pcap), which holds no events of Proofpoint TAP.',
  })),
  ...[
    [0xff, 0xfe],
    [0xfe, 0xff],
  ].map((bytes) => ({ bytes, reason: 'This is text in UTF-16. Save it as UTF-8.' })),
];

function beginsWith(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}

/** The words of a text's beginning that is no JSON. */
function textReason(head: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(head).trimStart();
  if (/^<!doctype html|^<html/i.test(text))
    return 'This is a web page. The service may have answered with a page of its own: look at it in a browser, and export the events as JSON.';
  if (text.startsWith('<?xml') || /^<\w+[\s>]/.test(text))
    return 'This is XML or syslog. Ask the API with format=json, or export as JSON or NDJSON.';
  if (/^<\d{1,3}>/.test(text)) return 'This is syslog. Ask the API with format=json.';
  if (/^(?:Received|Return-Path|Delivered-To|From|MIME-Version|X-[\w-]+): /i.test(text))
    return 'This is a mail. Lurescope reads events about mails, not the mails.';
  const line = text.split('\n', 1)[0] ?? '';
  if (/^(?:"[^"]*"|[\w .-]+)(?:[,;\t](?:"[^"]*"|[\w .@-]*)){2,}\s*$/.test(line))
    return 'This is a table (CSV). It has not all that an event has: export as JSON or NDJSON instead.';
  return undefined;
}

/** Tells a file's format by its first bytes, `formatLength` of them or as many as there are. */
export function formatOf(head: Uint8Array): FileFormat {
  if (beginsWith(head, [0x1f, 0x8b])) return { is: 'gzip' };
  if (beginsWith(head, ascii('PK\u0003\u0004'))) {
    const names = new TextDecoder('latin1').decode(head);
    const isWorkbook = names.includes('xl/') || names.includes('[Content_Types].xml');
    return {
      is: 'other',
      reason: isWorkbook
        ? 'This is an Office document, such as an Excel workbook. Export the events themselves, as JSON or NDJSON.'
        : `This is a zip file. ${unpackFirst}`,
    };
  }
  const signature = signatures.find(({ bytes }) => beginsWith(head, bytes));
  const reason = signature?.reason ?? textReason(head);
  return reason === undefined ? { is: 'json' } : { is: 'other', reason };
}
