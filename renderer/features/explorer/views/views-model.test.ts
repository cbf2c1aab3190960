import { beforeEach, describe, expect, test } from 'vitest';
import { standardLayout } from '../column-layout.ts';
import { undoDeed, useDeeds } from '../deeds.ts';
import { step, useExplorer } from '../explorer-model.ts';
import { useTableLayout } from '../table-layout.ts';
import { deleteView, isShown, openView, renameView, replaceView, saveView, useViews } from './views-model.ts';

const names = () => useViews.getState().views.map(({ name }) => name);
const viewOf = (name: string) => {
  const view = useViews.getState().views.find((one) => one.name === name);
  if (!view) throw new Error(`There is no view ${name}.`);
  return view;
};
const look = (text: string) => useExplorer.getState().change({ text, valid: text });
const undoLatest = () => {
  const [latest] = useDeeds.getState().done;
  if (latest) undoDeed(latest);
};

beforeEach(() => {
  useViews.setState({ views: [], active: undefined });
  useExplorer.setState(useExplorer.getInitialState(), true);
  useTableLayout.setState({ layout: standardLayout });
});

describe('saved views', () => {
  test('keep query, order and columns under a name', () => {
    look('kind:click time:today');
    useExplorer.getState().setSort([{ field: 'phishScore', descending: true }]);
    useTableLayout.getState().toggleColumn('senderIP');
    saveView(' Clicks today ');
    expect(isShown(viewOf('Clicks today'))).toBe(true);
    look('');
    useExplorer.getState().setSort([]);
    useTableLayout.getState().resetLayout();
    expect(isShown(viewOf('Clicks today'))).toBe(false);
    openView(viewOf('Clicks today'));
    expect(useExplorer.getState()).toMatchObject({
      text: 'kind:click time:today',
      valid: 'kind:click time:today',
      sort: [{ field: 'phishScore', descending: true }],
    });
    expect(useTableLayout.getState().layout.shown).toContain('senderIP');
    step('back');
    expect(useExplorer.getState()).toMatchObject({ text: '', sort: [] });
  });

  test('are replaced, renamed and deleted, each of which can be undone', () => {
    look('a');
    saveView('B');
    look('b');
    saveView('A');
    expect(names()).toEqual(['A', 'B']);
    saveView('b');
    expect(names()).toEqual(['A', 'b']);
    expect(viewOf('b').query).toBe('b');
    undoLatest();
    expect(viewOf('B').query).toBe('a');
    replaceView(viewOf('B').id);
    expect(viewOf('B').query).toBe('b');
    renameView(viewOf('B').id, 'C');
    deleteView(viewOf('A').id);
    expect(names()).toEqual(['C']);
    undoLatest();
    undoLatest();
    expect(names()).toEqual(['A', 'B']);
  });
});
