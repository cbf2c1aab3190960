const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** What the placeholders of a lure's texts stand for. */
export interface TextValues {
  n: number;
  first: string;
  company: string;
  boss: string;
  month: string;
}

/** Fills `{n}`, `{first}`, `{company}`, `{boss}` and `{month}`. */
export function fillText(template: string, values: TextValues): string {
  if (!template.includes('{')) return template;
  return template.replaceAll(/\{(n|first|company|boss|month)\}/g, (_, name: keyof TextValues) =>
    String(values[name]),
  );
}

/** The month's English name at a time. */
export function monthName(ms: number): string {
  return months[new Date(ms).getUTCMonth()] ?? 'January';
}

const noise =
  'Lorem ipsum of the assembly line: spindles, feeds and fixtures were counted twice before lunch. ';

/** Subjects no list of lures would hold, and a viewer must survive. */
export const oddSubjects: readonly string[] = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(document.domain)>',
  '=1+1',
  '=HYPERLINK("http://formula.example/","open")',
  '+49 555 0100 @SUM(A1:A9)',
  '-2+3 | cmd',
  '\u202Efdp.eciovni\u202C – see attached',
  '\u200Fהודעה דחופה\u200F: חשבונית',
  'فاتورة جديدة ‏2024‏',
  '🎁🎉 ¡Felicidades! 👩🏽‍💻🇳🇴 50 % 🎊',
  '您的帐户需要验证',
  '【重要】パスワードの有効期限',
  'tab\there, bell\u0007, null\u0000, escape\u001B[31mred',
  'line one\r\nline two',
  'zero\u200Bwidth and soft\u00ADhyphen',
  '   ',
  '',
  '"quoted", comma; semicolon | pipe \\ backslash \' tick',
  '%00%0d%0aSet-Cookie:%20a=b',
  '{{7*7}} <%= 7*7 %> #{7*7}',
  'Z̴̡̛͔a̷͕͝l̵͎̈́g̶̱̏o̵̤̐ invoice',
  'null',
  noise.repeat(12),
];

/** A text of some 10 KB, as a careless or hostile sender writes. */
export const hugeText: string = noise.repeat(108);
