import { useState } from 'react';
import type { DetectionPatch, DetectionSettings } from '../../../shared/detection.ts';
import { useRuleSettings } from '../../model/rules.ts';
import { useServices } from '../../services.ts';

/** Changing which rules run, each change a step that can be undone. */
export interface RuleChanges {
  change(patch: DetectionPatch, words: string): void;
  /** What was done last, in words; undefined where nothing can be undone. */
  said: string | undefined;
  undo(): void;
}

export function useRuleChanges(): RuleChanges {
  const { bridge } = useServices();
  const [last, setLast] = useState<{ words: string; before: DetectionSettings }>();
  return {
    change: (patch, words) => {
      const before = useRuleSettings.getState().settings;
      void bridge.call('detection.change', patch).then(() => setLast({ words, before }));
    },
    said: last?.words,
    undo: () => {
      if (!last) return;
      void bridge.call('detection.change', last.before).then(() => setLast(undefined));
    },
  };
}
