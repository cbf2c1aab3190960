import type { SiemResponse } from '../../electron/sample/siem-answer.ts';
import type { AnswerArray } from '../../shared/event/kinds.ts';

type Body = SiemResponse['body'];

const arrayOpening = /^,"(\w+)":\[$/;

/** A body's pieces one by one, so that it is sent as such and not gathered first. */
export async function* pieces(body: Body): AsyncGenerator<string> {
  for await (const piece of body) yield piece;
}

/** The body with another ending than its closing brace. */
export async function* withEnding(body: Body, ending: string): AsyncGenerator<string> {
  let held: string | undefined;
  for await (const piece of body) {
    if (held !== undefined) yield held;
    held = piece;
  }
  yield ending;
}

/** The first characters of the body, and never all of it. */
export async function* truncated(body: Body, chars: number): AsyncGenerator<string> {
  let left = chars;
  for await (const piece of withEnding(body, '')) {
    if (piece.length >= left) {
      yield piece.slice(0, left);
      return;
    }
    left -= piece.length;
    yield piece;
  }
}

/** The body with elements, each made when it is sent, in front of the first array's own. */
async function* withElements(body: Body, elements: () => Iterable<string>): AsyncGenerator<string> {
  let state: 'before' | 'inside' | 'after' = 'before';
  for await (const piece of body) {
    if (state === 'inside') {
      yield piece.startsWith('{') ? `,${piece}` : piece;
      state = 'after';
      continue;
    }
    yield piece;
    if (state === 'before' && arrayOpening.test(piece)) {
      let first = true;
      for (const element of elements()) {
        yield first ? element : `,${element}`;
        first = false;
      }
      state = first ? 'after' : 'inside';
    }
  }
}

export function withElement(body: Body, element: string): AsyncGenerator<string> {
  return withElements(body, () => [element]);
}

const paddingText = 'padding '.repeat(2_000);

/** The body with events of no meaning, some 16 KB each, until it has at least so many characters. */
export function padded(body: Body, chars: number, time: number): AsyncGenerator<string> {
  return withElements(body, function* () {
    let written = 0;
    for (let n = 0; written < chars; n++) {
      const element = JSON.stringify({
        GUID: `padding-${time}-${n}`,
        messageTime: new Date(time).toISOString(),
        recipient: ['padding@sample.example'],
        subject: 'Padding',
        threatsInfoMap: [],
        xmailer: paddingText,
      });
      written += element.length + 1;
      yield element;
    }
  });
}

/** The body with a colon inside the key of one array, or of each. */
export async function* rekeyed(body: Body, array: AnswerArray | undefined): AsyncGenerator<string> {
  for await (const piece of body) {
    const name = arrayOpening.exec(piece)?.[1];
    yield name !== undefined && (array === undefined || array === name) ? `,"${name}:":[` : piece;
  }
}
