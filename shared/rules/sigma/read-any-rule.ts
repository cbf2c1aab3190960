import { type ReadRule, readRule } from '../read-rule.ts';
import { importSigma, isSigma } from './import-sigma.ts';

/** Reads a rule, ours or Sigma's. */
export function readAnyRule(text: string): ReadRule {
  return isSigma(text) ? importSigma(text) : readRule(text);
}
