import { Decoration, type EditorView, MatchDecorator, ViewPlugin, type ViewUpdate } from '@codemirror/view';

const name = Decoration.mark({ class: 'cm-name' });
const word = Decoration.mark({ class: 'cm-word' });

/** Names in front of a colon or parenthesis, operators, and phrases, which are passed over. */
const decorator = new MatchDecorator({
  regexp: /"(?:\\.|[^"\\])*"?|\b(?:AND|OR|NOT|TO)\b|[A-Za-z]+(?=:|\()/g,
  decoration: ([found = '']) => {
    if (found.startsWith('"')) return null;
    return /^(?:AND|OR|NOT|TO)$/.test(found) ? word : name;
  },
});

/** Tells names and operators from values, so that a long query is read at a glance. */
export const queryHighlight = ViewPlugin.define(
  (view: EditorView) => ({
    decorations: decorator.createDeco(view),
    update(update: ViewUpdate) {
      this.decorations = decorator.updateDeco(update, this.decorations);
    },
  }),
  { decorations: ({ decorations }) => decorations },
);
