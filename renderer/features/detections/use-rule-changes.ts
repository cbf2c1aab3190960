import { useState } from 'react';
import type { DetectionPatch, DetectionSettings } from '../../../shared/detection.ts';
import { useRuleSettings } from '../../model/rules.ts';
import { useServices } from '../../services.ts';

/** Changing which rules run, each change a step that can be undone. */
export interface RuleChanges {
  change(patch: DetectionPatch, words: string): void;
  /** What was done last, in words; undefined where nothing can be undone. */
  said: string | undefined;
  /** Why the last change could not be saved, in words; undefined where it was. */
  failure: string | undefined;
  undo(): void;
}

export function useRuleChanges(): RuleChanges {
  const { bridge } = useServices();
  const [last, setLast] = useState<{ words: string; before: DetectionSettings }>();
  const [failure, setFailure] = useState<string>();
  const put = (patch: DetectionPatch, then: typeof last) =>
    void bridge.call('detection.change', patch).then(
      () => {
        setLast(then);
        setFailure(undefined);
      },
      (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
    );
  return {
    change: (patch, words) => put(patch, { words, before: useRuleSettings.getState().settings }),
    said: last?.words,
    failure,
    undo: () => last && put(last.before, undefined),
  };
}
