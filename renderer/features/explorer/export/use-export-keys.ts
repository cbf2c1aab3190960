import { useEffect, useRef } from 'react';
import { countOf } from '../../../../shared/duration.ts';
import { useCommands } from '../../../model/commands.ts';
import { type Services, useServices } from '../../../services.ts';
import { copyText } from '../../../ui/copy.ts';
import { isDialogOpen } from '../../../ui/keyboard.ts';
import { held } from '../held-key.ts';
import type { Shown } from '../look-coordinator.ts';
import { type Meant, meantBy, useMarking, wordsOf } from '../marking/marking-model.ts';
import { useExporting } from './export-model.ts';

/** Of more events than this a list of indicators is a file, and not for the clipboard. */
const mostCopied = 20_000;

/** Copies the indicators of many events, defanged, and says so. */
export async function copyIndicators({ store }: Pick<Services, 'store'>, meant: Meant): Promise<void> {
  const text = await store.indicators(meant.target, mostCopied);
  const isMarked = meant.of === 'marked';
  const lines = text === null ? 0 : text.split('\n').length - 1;
  const say = (tone: 'good' | 'info' | 'bad', words: string) =>
    useExporting.setState({ said: { tone, text: words } });
  if (text === null)
    say('info', `Of more than ${countOf(mostCopied, 'event')} export the indicators instead.`);
  else if (lines === 0)
    say('info', `No indicators stand in ${isMarked ? 'the marked events' : 'what is shown'}.`);
  else if (copyText(text)) {
    const whose = isMarked ? ` of ${wordsOf(meant)}` : '';
    say('good', `${countOf(lines, 'indicator')}${whose} copied, defanged.`);
  } else say('bad', 'Not copied: export the indicators instead.');
}

/**
 * Ctrl/Cmd+E exports what is shown or marked, with Shift and C its indicators are copied; the palette does so too.
 */
export function useExportKeys(shown: Shown | undefined): void {
  const services = useServices();
  const open = () => useExporting.setState({ isOpen: true });
  const marked = useMarking((model) => model.marked);
  const meant = meantBy(shown, marked);
  const copy = () => {
    if (meant) void copyIndicators(services, meant);
  };
  const latest = useRef({ open, copy });
  latest.current = { open, copy };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isDialogOpen()) return;
      const key = event.key.toLowerCase();
      if (key === 'e' && !event.shiftKey) latest.current.open();
      else if (key === 'c' && event.shiftKey) latest.current.copy();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  useCommands(() => {
    if (!meant) return [];
    return [
      {
        id: 'export',
        group: 'Files',
        title: `Export ${wordsOf(meant)}`,
        keywords: ['save', 'csv', 'ndjson', 'parquet', 'report', 'html', 'indicators'],
        keys: `${held}E`,
        run: open,
      },
      {
        id: 'copy indicators',
        group: 'Files',
        title: `Copy the indicators of ${meant.of === 'marked' ? wordsOf(meant) : 'what is shown'}`,
        keywords: ['ioc', 'clipboard', 'block'],
        keys: `${held}Shift+C`,
        run: copy,
      },
    ];
  });
}
