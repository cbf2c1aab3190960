import { useEffect, useRef } from 'react';
import { isTyping } from '../../ui/keyboard.ts';
import { undoDeed, useDeeds } from './deeds.ts';
import { goBack, goForward } from './look-changes.ts';

/** What was told of last was done last; otherwise it is the look that changed last. */
function undoLatest(): void {
  const { told } = useDeeds.getState();
  if (told) undoDeed(told);
  else goBack();
}

const isMac = navigator.platform.startsWith('Mac');

function actionOf(event: KeyboardEvent): (() => void) | undefined {
  const typing = isTyping(event);
  if (event.altKey) {
    // Within a text these keys go from word to word on a Mac.
    if (event.ctrlKey || event.metaKey || event.shiftKey || (typing && isMac)) return undefined;
    return { ArrowLeft: goBack, ArrowRight: goForward }[event.key];
  }
  // A text has an undo of its own, and the query's editor comes here by itself.
  if (!(event.ctrlKey || event.metaKey) || typing) return undefined;
  const key = event.key.toLowerCase();
  if (key === 'z') return event.shiftKey ? goForward : undoLatest;
  return key === 'y' && !event.shiftKey ? goForward : undefined;
}

/** Ctrl/Cmd+Z and Alt+Left go back in what was looked at, with Shift, Ctrl+Y or Alt+Right forward; F1 is for help. */
export function useStepKeys(onHelp: () => void): void {
  const help = useRef(onHelp);
  help.current = onHelp;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const action = event.key === 'F1' ? help.current : actionOf(event);
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
