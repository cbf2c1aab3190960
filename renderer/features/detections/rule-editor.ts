import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import type { FileProblem } from '../../../shared/rules/yaml-text.ts';

/** How the editor looks: the app's tokens, which reach into its shadow root by inheritance. */
const theme = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--text)' },
  '&.cm-focused': { outline: 'none', boxShadow: 'inset 0 0 0 2px var(--focus)' },
  '.cm-scroller': { font: '400 12px / 18px var(--mono)', overflow: 'auto' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { border: '0', backgroundColor: 'transparent', color: 'var(--dim)' },
  '.cm-specialChar': { color: 'var(--warn)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad) 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-lintPoint-error:after': { borderBottomColor: 'var(--bad)' },
  '.cm-tooltip': {
    border: '1px solid var(--border)',
    borderRadius: 'var(--radius)',
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    boxShadow: 'var(--shadow)',
  },
});

/** Escape gives Tab back to the page. */
function leave(view: EditorView): boolean {
  view.contentDOM.blur();
  return true;
}

/**
 * The editor of a rule's text. It stands in a shadow root, where its styles are constructed sheets: the page's content
 * security policy allows no others.
 */
export function createRuleEditor(
  root: ShadowRoot,
  text: string,
  needs: { label: string; onChange(text: string): void; onSave(): void },
): EditorView {
  return new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        keymap.of([
          {
            key: 'Mod-s',
            preventDefault: true,
            run: () => {
              needs.onSave();
              return true;
            },
          },
          { key: 'Escape', run: leave },
          indentWithTab,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        history(),
        lineNumbers(),
        lintGutter(),
        highlightSpecialChars(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          'aria-label': needs.label,
          spellcheck: 'false',
          autocapitalize: 'off',
        }),
        theme,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) needs.onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
}

/** Marks what is wrong at its line, from its column to the line's end. */
export function showProblems(view: EditorView, problems: readonly FileProblem[]): void {
  const { doc } = view.state;
  const diagnostics = problems.map(({ line, column, message }): Diagnostic => {
    const { from, to } = doc.line(Math.min(Math.max(1, line), doc.lines));
    return { from: Math.min(from + Math.max(0, column - 1), to), to, severity: 'error', message };
  });
  view.dispatch(setDiagnostics(view.state, diagnostics));
}
