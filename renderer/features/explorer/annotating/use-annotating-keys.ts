import { countOf } from '../../../../shared/duration.ts';
import { useCommands } from '../../../model/commands.ts';
import { useKeys } from '../../../ui/keyboard.ts';
import { useExplorer } from '../explorer-model.ts';
import type { Shown } from '../look-coordinator.ts';
import { useAnnotating } from './annotating-model.ts';

/** `t` tags the selected event, `T` all that are shown, `n` notes something; the palette does so too. */
export function useAnnotatingKeys(shown: Shown | undefined): void {
  const { ask } = useAnnotating.getState();
  const onSelected = (act: (key: string) => void) => () => {
    const { selected, pane } = useExplorer.getState();
    if (selected === undefined || pane !== 'events') return false;
    act(selected);
    return true;
  };
  const tag = onSelected((key) => ask({ what: 'tag', target: { is: 'event', key } }));
  const note = onSelected((key) => ask({ what: 'note', key }));
  const count = shown?.answer.matched ?? 0;
  const tagAll = () => {
    if (!shown || count === 0) return false;
    const { query, time } = shown.question;
    ask({ what: 'tag', target: { is: 'answer', matching: { query, time }, count } });
    return true;
  };
  useKeys({ t: tag, T: tagAll, n: note });
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
      ...(count > 0
        ? [
            {
              id: 'tag all',
              group,
              title: `Tag all ${countOf(count, 'event')} shown`,
              keywords: ['bulk', 'label'],
              keys: 'T',
              run: tagAll,
            },
          ]
        : []),
    ];
  });
}
