import { useEffect, useRef } from 'react';
import { isTyping } from '../../ui/keyboard.ts';
import { undoDeed, useDeeds } from './deeds.ts';
import { goBack, goForward, redoLook, undoLook } from './look-changes.ts';

/** What was told of last was done last; otherwise it is the look that changed last. */
function undoLatest(): void {
  const { told } = useDeeds.getState();
  if (told) undoDeed(told);
  else undoLook();
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
  if (key === 'z') return event.shiftKey ? redoLook : undoLatest;
  return key === 'y' && !event.shiftKey ? redoLook : undefined;
}

/** The buttons at the side of a mouse, as browsers number them. */
const sideButtons: Record<number, () => void> = { 3: goBack, 4: goForward };

/**
 * Alt+Left and a mouse's side button go back to the look before and the event that was open in it, Alt+Right and the
 * other button forward again. Ctrl/Cmd+Z undoes what was chosen, with Shift or Ctrl+Y it does it again; F1 is for help.
 */
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
    const onButton = (event: MouseEvent) => {
      const action = sideButtons[event.button];
      if (!action) return;
      // The browser would leave the screen.
      event.preventDefault();
      if (event.type === 'mouseup') action();
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('mousedown', onButton);
    document.addEventListener('mouseup', onButton);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('mousedown', onButton);
      document.removeEventListener('mouseup', onButton);
    };
  }, []);
}
