import { type Command, useCommands } from '../../model/commands.ts';
import { densities } from './column-layout.ts';
import { undoDeed, useDeeds } from './deeds.ts';
import { useExplorer } from './explorer-model.ts';
import { held } from './held-key.ts';
import { goBack, goForward, redoLook, setTimeClause, undoLook, writeQuery } from './look-changes.ts';
import { togglePeople } from './people/people-pane.tsx';
import { useRecentQueries } from './recent-queries.ts';
import { sortedBy, sortPlace } from './sort-keys.ts';
import { type Column, fieldColumns, standardColumns } from './table-columns.ts';
import { useTableLayout } from './table-layout.ts';
import { timePresets } from './time-presets.ts';

function queryCommands(focusQuery: () => void): Command[] {
  const group = 'Query';
  const { pastStates, futureStates } = useExplorer.temporal.getState();
  return [
    {
      id: 'query focus',
      group,
      title: 'Write a query',
      keywords: ['search', 'filter'],
      keys: '/',
      run: focusQuery,
    },
    ...(useExplorer.getState().text === ''
      ? []
      : [
          {
            id: 'query reset',
            group,
            title: 'Show everything again',
            keywords: ['reset', 'clear filters'],
            keys: 'r',
            run: () => writeQuery(''),
          },
        ]),
    ...(pastStates.length > 0
      ? [{ id: 'query undo', group, title: 'Undo', keys: `${held}Z`, run: undoLook }]
      : []),
    ...(futureStates.length > 0
      ? [{ id: 'query redo', group, title: 'Redo', keys: `${held}Shift+Z`, run: redoLook }]
      : []),
    ...(pastStates.length > 0
      ? [{ id: 'look back', group, title: 'Back to the look before', keys: 'Alt+←', run: goBack }]
      : []),
    ...(futureStates.length > 0
      ? [{ id: 'look forward', group, title: 'Forward again', keys: 'Alt+→', run: goForward }]
      : []),
  ];
}

function peopleCommands(): Command[] {
  const isOn = useExplorer.getState().pane === 'people';
  const title = isOn ? 'Show the events again' : 'Most attacked people in what is shown';
  return [
    {
      id: 'people',
      group: 'Query',
      title,
      keywords: ['recipients', 'attack score', 'ranking'],
      keys: 'p',
      run: togglePeople,
    },
  ];
}

function timeCommands(): Command[] {
  return timePresets.map(({ name, clause }) => ({
    id: `time ${name}`,
    group: 'Time',
    title: name,
    keywords: ['time range'],
    run: () => setTimeClause(clause),
  }));
}

function recentCommands(): Command[] {
  return useRecentQueries.getState().queries.map((query) => ({
    id: `recent ${query}`,
    group: 'Recent queries',
    title: query,
    isCode: true,
    run: () => writeQuery(query),
  }));
}

/** What was done to what is kept, newest first. */
function undoCommands(): Command[] {
  return useDeeds.getState().done.map((deed) => ({
    id: `undo ${deed.id}`,
    group: 'Keep',
    title: `Undo: ${deed.title}`,
    run: () => undoDeed(deed),
  }));
}

/** Sorting by a column; by the four scores each, since they share one. */
function sortCommands(columns: readonly Column[]): Command[] {
  const { sort, setSort } = useExplorer.getState();
  return columns
    .filter(({ id }) => id !== 'scores')
    .map((column) => {
      const part = sortPlace(sort, column.sortFields[0] ?? '');
      const isTurned = part?.place === 1 && part.descending === column.greatestFirst;
      const descending = isTurned ? !column.greatestFirst : column.greatestFirst;
      return {
        id: `sort ${column.id}`,
        group: 'Sort by',
        title: `Sort by ${column.title}, ${descending ? 'descending' : 'ascending'}`,
        keywords: [column.about],
        isOn: part !== undefined,
        run: () => setSort(sortedBy(sort, column.sortFields, descending, false)),
      };
    });
}

function columnCommands(columns: readonly Column[]): Command[] {
  const { layout, toggleColumn } = useTableLayout.getState();
  return columns.map((column) => {
    const isOn = layout.shown.includes(column.id);
    return {
      id: `column ${column.id}`,
      group: 'Columns',
      title: `${isOn ? 'Hide' : 'Show'} column ${column.title}`,
      keywords: [column.about],
      isOn,
      run: () => toggleColumn(column.id),
    };
  });
}

function tableCommands(): Command[] {
  const { layout, setDensity, resetLayout } = useTableLayout.getState();
  const group = 'Table';
  return [
    ...densities.map((density) => ({
      id: `density ${density}`,
      group,
      title: `Row height: ${density}`,
      keywords: ['density'],
      isOn: layout.density === density,
      run: () => setDensity(density),
    })),
    { id: 'layout reset', group, title: 'Reset columns and row height', run: resetLayout },
  ];
}

/** What can be done in the explorer, for the command palette. */
export function useExplorerCommands(focusQuery: () => void): void {
  useCommands(() => {
    const columns = [...standardColumns, ...fieldColumns];
    return [
      ...queryCommands(focusQuery),
      ...peopleCommands(),
      ...undoCommands(),
      ...recentCommands(),
      ...timeCommands(),
      ...tableCommands(),
      ...sortCommands(columns),
      ...columnCommands(columns),
    ];
  });
}
