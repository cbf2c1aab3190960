import { useMemo } from 'react';
import { create } from 'zustand';
import { type DetectionSettings, detectionSchema } from '../../shared/detection.ts';
import type { Pack } from '../../shared/rules/pack.ts';
import { readRule } from '../../shared/rules/read-rule.ts';
import type { Rule } from '../../shared/rules/rule.ts';
import { shippedPacks } from '../detections/shipped-packs.ts';

interface RulesModel {
  settings: DetectionSettings;
  /** False until main has told. */
  isLoaded: boolean;
  setSettings(settings: DetectionSettings): void;
}

/** Which rules run, as main last said. */
export const useRuleSettings = create<RulesModel>((set) => ({
  settings: detectionSchema.parse({}),
  isLoaded: false,
  setSettings: (settings) => set({ settings, isLoaded: true }),
}));

/** A rule, and the pack it is of; an own one is of none. */
export interface KnownRule {
  rule: Rule;
  pack: Pack | undefined;
}

/** All rules that can be read, on or off, by their ids. */
export function useKnownRules(): ReadonlyMap<string, KnownRule> {
  const own = useRuleSettings((model) => model.settings.own);
  return useMemo(() => {
    const shipped = shippedPacks.flatMap((pack) =>
      pack.rules.map((rule) => [rule.id, { rule, pack }] as const),
    );
    const written = own.flatMap(({ text }) => {
      const read = readRule(text);
      return read.ok ? [[read.rule.id, { rule: read.rule, pack: undefined }] as const] : [];
    });
    return new Map<string, KnownRule>([...shipped, ...written]);
  }, [own]);
}
