import { withClause } from '../../../shared/query/edit.ts';
import { draftRule } from '../../model/rule-draft.ts';
import { useExplorer } from './explorer-model.ts';

/** Goes on with the query as a rule. Its time is left out: a rule looks at what arrives. */
export function alertOnThis(): void {
  draftRule(withClause(useExplorer.getState().valid, 'time', null));
}
