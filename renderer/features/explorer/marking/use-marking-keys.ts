import { useEffect } from 'react';
import { countOf } from '../../../../shared/duration.ts';
import { useCommands } from '../../../model/commands.ts';
import { isDialogOpen, isTyping } from '../../../ui/keyboard.ts';
import { useExplorer } from '../explorer-model.ts';
import { held } from '../held-key.ts';
import type { Shown } from '../look-coordinator.ts';
import { countMarked } from './marked.ts';
import { useMarking } from './marking-model.ts';

/** Within the detail panel the key takes its text. */
function isInPanel({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.closest('[data-own-keys]') !== null;
}

/** Ctrl/Cmd+A marks all that are shown; the palette does so too, and takes the marks away. */
export function useMarkingKeys(shown: Shown | undefined): void {
  const marked = useMarking((model) => model.marked);
  const isEvents = useExplorer((model) => model.pane === 'events');
  const matched = shown?.answer.matched ?? 0;
  const canMark = isEvents && matched > 0;
  useEffect(() => {
    if (!canMark) return;
    const onKey = (event: KeyboardEvent) => {
      const isAsked = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!isAsked || event.key.toLowerCase() !== 'a' || event.defaultPrevented) return;
      if (isTyping(event) || isDialogOpen() || isInPanel(event)) return;
      event.preventDefault();
      useMarking.getState().all();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [canMark]);
  useCommands(() => {
    const count = countMarked(marked, matched);
    const { all, clear } = useMarking.getState();
    const group = 'Mark';
    return [
      ...(canMark
        ? [
            {
              ...{ id: 'mark all', group, title: `Mark all ${countOf(matched, 'event')} shown` },
              ...{ keywords: ['select', 'bulk'], keys: `${held}A`, run: all },
            },
          ]
        : []),
      ...(count > 0
        ? [
            {
              ...{ id: 'mark none', group, title: `Take the marks off ${countOf(count, 'event')}` },
              ...{ keywords: ['select', 'clear'], keys: 'Esc', run: clear },
            },
          ]
        : []),
    ];
  });
}
