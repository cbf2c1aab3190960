import { useCommands } from '../../../model/commands.ts';
import { useKeys } from '../../../ui/keyboard.ts';
import { useExplorer } from '../explorer-model.ts';
import type { Shown } from '../look-coordinator.ts';
import { meantBy, useMarking, wordsOf } from '../marking/marking-model.ts';
import { useAnnotating } from './annotating-model.ts';

/**
 * `t` tags the marked events, or where there are none the selected one, `T` the marked ones or all that are shown;
 * `n` notes something. The palette does so too.
 */
export function useAnnotatingKeys(shown: Shown | undefined): void {
  const { ask } = useAnnotating.getState();
  const marked = useMarking((model) => model.marked);
  const onSelected = (act: (key: string) => void) => () => {
    const { selected, pane } = useExplorer.getState();
    if (selected === undefined || pane !== 'events') return false;
    act(selected);
    return true;
  };
  const tag = onSelected((key) => ask({ what: 'tag', target: { is: 'event', key } }));
  const note = onSelected((key) => ask({ what: 'note', key }));
  const meant = meantBy(shown, marked);
  const tagMany = () => {
    if (!meant) return false;
    ask({ what: 'tag', target: { is: 'many', ...meant } });
    return true;
  };
  useKeys({ t: meant?.of === 'marked' ? tagMany : tag, T: tagMany, n: note });
  useCommands(() => {
    const group = 'Keep';
    const hasSelected = useExplorer.getState().selected !== undefined;
    return [
      ...(hasSelected
        ? [
            { id: 'tag event', group, title: 'Tag this event', keywords: ['label'], keys: 't', run: tag },
            { id: 'note event', group, title: 'Write a note about this event', keys: 'n', run: note },
          ]
        : []),
      ...(meant
        ? [
            {
              id: 'tag all',
              group,
              title: `Tag ${meant.of === 'shown' ? 'all ' : ''}${wordsOf(meant)}`,
              keywords: ['bulk', 'label'],
              keys: 'T',
              run: tagMany,
            },
          ]
        : []),
    ];
  });
}
