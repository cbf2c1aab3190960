import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  startCompletion,
} from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import { type EventKind, eventKinds, kindLabel } from '../../../shared/event/kinds.ts';
import { type CompletionOption, completeAt } from '../../../shared/query/complete.ts';
import { writeText } from '../../../shared/query/write.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import type { StoreClient } from '../../store/store-client.ts';

/** Values of a field that are offered, at most. */
const mostValues = 12;
/** A value is shown up to this length. */
const longestLabel = 120;

/** What completion needs to know beside the text. */
export interface CompletionNeeds {
  values: StoreClient['values'];
  /** Earlier queries, newest first. */
  recent(): readonly string[];
}

function put(view: EditorView, text: string, from: number, to: number): void {
  view.dispatch({
    changes: { from, to, insert: text },
    selection: { anchor: from + text.length },
    userEvent: 'input.complete',
  });
}

/** Puts a choice in. After a name its values are offered at once; after anything else the next word may follow. */
function choice(text: string) {
  return (view: EditorView, _: Completion, from: number, to: number) => {
    const isOpen = /[:(]$/.test(text);
    const needsSpace = !isOpen && /^(?:AND|OR|NOT)$/.test(text);
    put(view, needsSpace ? `${text} ` : text, from, to);
    if (isOpen || needsSpace) startCompletion(view);
  };
}

function shortened(text: string): string {
  return visibleText(text.length > longestLabel ? `${text.slice(0, longestLabel)}…` : text);
}

function known({ text, about }: CompletionOption): Completion {
  return { label: text, detail: about, apply: choice(text) };
}

function occurring(field: string, { value, count }: { value: string; count: number }): Completion {
  const isKind = field === 'kind' && (eventKinds as readonly string[]).includes(value);
  const text = writeText(value);
  return {
    label: text,
    displayLabel: isKind ? kindLabel[value as EventKind] : shortened(value),
    detail: count.toLocaleString('en-US'),
    apply: choice(text),
  };
}

/** Earlier queries, where nothing is written yet, and the fields. */
function whenEmpty(recent: readonly string[], fields: readonly CompletionOption[]): Completion[] {
  return [
    ...recent.map(
      (query): Completion => ({
        label: query,
        displayLabel: shortened(query),
        section: { name: 'Recent', rank: 0 },
        apply: (view, _, from) => put(view, query, from, view.state.doc.length),
      }),
    ),
    ...fields.map((option): Completion => ({ ...known(option), section: { name: 'Fields', rank: 1 } })),
  ];
}

/** Offers fields, operators and the values that occur with how often they do. */
export function completionSource(needs: CompletionNeeds) {
  return (context: CompletionContext): CompletionResult | null | Promise<CompletionResult | null> => {
    const text = context.state.doc.toString();
    const place = completeAt(text, context.pos);
    if (text === '') {
      if (!context.explicit) return null;
      return { from: 0, options: whenEmpty(needs.recent(), place.options), filter: false };
    }
    if (place.kind === 'nothing') return null;
    // Between two words nothing is offered unless it is asked for: most of the time the query is done.
    if (!context.explicit && place.prefix === '' && place.kind !== 'value') return null;
    if (place.kind !== 'value' || place.field === undefined)
      return { from: place.from, to: place.to, filter: false, options: place.options.map(known) };
    return withValues(needs, context, place.field, place);
  };
}

/** Values that occur, the most frequent first, and then those that are known without the events. */
async function withValues(
  needs: CompletionNeeds,
  context: CompletionContext,
  field: string,
  place: ReturnType<typeof completeAt>,
): Promise<CompletionResult | null> {
  const values = await needs.values(field, place.prefix, mostValues);
  if (context.aborted) return null;
  const found = new Set(values.map(({ value }) => value));
  return {
    from: place.from,
    to: place.to,
    filter: false,
    options: [
      ...values.map((value) => occurring(field, value)),
      ...place.options.filter((option) => !found.has(option.text)).map(known),
    ],
  };
}
