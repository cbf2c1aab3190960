import {
  acceptCompletion,
  autocompletion,
  closeCompletion,
  completionStatus,
  moveCompletionSelection,
  selectedCompletion,
  startCompletion,
} from '@codemirror/autocomplete';
import { standardKeymap } from '@codemirror/commands';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState, Prec } from '@codemirror/state';
import { EditorView, highlightSpecialChars, keymap, placeholder, type ViewUpdate } from '@codemirror/view';
import type { Problem } from '../../../shared/query/problem.ts';
import { type CompletionNeeds, completionSource } from './query-completion.ts';
import { queryEditorTheme } from './query-editor-theme.ts';
import { queryHighlight } from './query-highlight.ts';

/** Height of a line and of the space above and below it, px; see the theme. */
const lineHeight = 30;

/** Marks a change that came from outside and not from the analyst's hand. */
const fromOutside = Annotation.define<boolean>();

export interface QueryEditorNeeds extends CompletionNeeds {
  /** The analyst changed the text. */
  onChange(text: string, caret: number): void;
  /** Enter, with nothing chosen from the list. */
  onSubmit(): void;
  /** Escape, with no list open. */
  onLeave(): void;
  undo(): void;
  redo(): void;
  /** Whether the list of completions is open. */
  onList(isOpen: boolean): void;
  /** Whether the text takes more than one line. */
  onLong(isLong: boolean): void;
}

/** Queries are one line, however they were pasted. */
const oneLine = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
  const text = transaction.newDoc.toString().replaceAll(/\s*\n\s*/g, ' ');
  return {
    changes: { from: 0, to: transaction.startState.doc.length, insert: text },
    selection: { anchor: Math.min(text.length, transaction.newSelection.main.head) },
  };
});

/** Accepts what is chosen in the list, or its first where nothing is; a list that is on its way is waited for. */
class TabChoice {
  #isWanted = false;

  readonly press = (view: EditorView): boolean => {
    const status = completionStatus(view.state);
    this.#isWanted = status === 'pending';
    if (status === 'active') accept(view);
    return status !== null;
  };

  /** Takes note of what became of the list and the text. */
  update({ state, view, docChanged, selectionSet }: ViewUpdate): void {
    if (!this.#isWanted) return;
    const status = completionStatus(state);
    if (status === 'pending' && !docChanged && !selectionSet) return;
    this.#isWanted = false;
    // A view cannot be changed from within its own update.
    if (status === 'active') setTimeout(() => view.state === state && accept(view));
  }
}

function accept(view: EditorView): void {
  if (!selectedCompletion(view.state)) moveCompletionSelection(true)(view);
  acceptCompletion(view);
}

function keys(needs: QueryEditorNeeds, tab: TabChoice) {
  const run = (action: () => void) => () => {
    action();
    return true;
  };
  return Prec.highest(
    keymap.of([
      { key: 'Tab', run: tab.press },
      // Only what was chosen with the arrows is taken by Enter: a text that is done is just shown.
      { key: 'Enter', run: (view) => selectedCompletion(view.state) !== null && acceptCompletion(view) },
      {
        key: 'Enter',
        run: (view) => {
          closeCompletion(view);
          needs.onSubmit();
          return true;
        },
      },
      { key: 'Escape', run: closeCompletion },
      { key: 'Escape', run: run(needs.onLeave) },
      { key: 'ArrowDown', run: (view) => completionStatus(view.state) === null && startCompletion(view) },
      { key: 'Mod-z', run: run(needs.undo), preventDefault: true },
      { key: 'Mod-Shift-z', run: run(needs.redo), preventDefault: true },
      { key: 'Mod-y', run: run(needs.redo), preventDefault: true },
    ]),
  );
}

/**
 * Text that is typed over a selection is put in here: the browser would carry the look of what it replaces along in
 * a style attribute, which the content security policy refuses and reports.
 */
function replaceSelection(event: InputEvent, view: EditorView): boolean {
  if (event.inputType !== 'insertText' || event.data === null || view.state.selection.main.empty)
    return false;
  view.dispatch({
    ...view.state.replaceSelection(event.data),
    userEvent: 'input.type',
    scrollIntoView: true,
  });
  return true;
}

/**
 * The editor of a query. It stands in a shadow root, where its styles are constructed sheets: the page's content
 * security policy allows no others.
 */
export function createQueryEditor(root: ShadowRoot, text: string, needs: QueryEditorNeeds): EditorView {
  let wasOpen = false;
  const tab = new TabChoice();
  return new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        keys(needs, tab),
        keymap.of(standardKeymap),
        autocompletion({
          override: [completionSource(needs)],
          activateOnTypingDelay: 60,
          selectOnOpen: false,
          interactionDelay: 0,
          icons: false,
          maxRenderedOptions: 80,
        }),
        oneLine,
        EditorView.lineWrapping,
        highlightSpecialChars(),
        placeholder('Words, or a field and a value such as phishScore:>=80   ( / )'),
        EditorView.contentAttributes.of({
          'aria-label': 'Query',
          'aria-multiline': 'false',
          spellcheck: 'false',
          autocapitalize: 'off',
        }),
        queryHighlight,
        queryEditorTheme,
        EditorView.updateListener.of((update) => {
          tab.update(update);
          const isOpen = completionStatus(update.state) !== null;
          if (isOpen !== wasOpen) needs.onList(isOpen);
          wasOpen = isOpen;
          if (update.geometryChanged) needs.onLong(update.view.contentHeight > lineHeight + 10);
          if (update.docChanged && !update.transactions.some((one) => one.annotation(fromOutside)))
            needs.onChange(update.state.doc.toString(), update.state.selection.main.head);
        }),
        EditorView.domEventHandlers({
          beforeinput: (event, view) => replaceSelection(event, view),
          focus: (_, view) => {
            if (view.state.doc.length === 0) setTimeout(() => view.hasFocus && startCompletion(view));
          },
        }),
      ],
    }),
  });
}

/** Puts a text that came from elsewhere into the editor. */
export function setEditorText(view: EditorView, text: string): void {
  if (view.state.doc.toString() === text) return;
  closeCompletion(view);
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    selection: { anchor: text.length },
    annotations: fromOutside.of(true),
  });
}

/** Underlines what could not be read. */
export function setEditorProblems(view: EditorView, problems: readonly Problem[]): void {
  const end = view.state.doc.length;
  const diagnostics = problems.map(
    ({ from, to, message }): Diagnostic => ({
      from: Math.min(from, Math.max(0, end - 1)),
      // A place where something is missing has no width: the character before it is marked.
      to: Math.min(Math.max(to, from + 1), end),
      severity: 'error',
      message,
    }),
  );
  view.dispatch(setDiagnostics(view.state, diagnostics));
}
