import { countOf } from '../../shared/duration.ts';
import { severities } from '../../shared/rules/rule.ts';
import type { Notice } from '../monitor/words.ts';
import type { Saying } from './notification-policy.ts';

const longestTitle = 180;
/** A digest names so many alerts, the most severe. */
const mostNamed = 3;

function shortened(text: string): string {
  const chars = [...text];
  return chars.length > longestTitle ? `${chars.slice(0, longestTitle).join('')}…` : text;
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** "3 critical, 11 high". */
function bySeverity({ alerts }: Saying): string {
  return severities
    .toReversed()
    .map((severity) => [severity, alerts.filter((alert) => alert.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}`)
    .join(', ');
}

/** What a notification says: of one alert its severity and title, of several how many and the worst of them. */
export function alertNotice(saying: Saying): Notice {
  const [first, ...others] = saying.alerts;
  if (first && others.length === 0 && saying.more === 0) {
    return {
      title: `${capital(first.severity)} alert`,
      body: `${shortened(first.title)}. Click to see why, and what to do.`,
    };
  }
  const count = saying.alerts.length + saying.more;
  const named = saying.alerts.slice(0, mostNamed).map(({ title }) => shortened(title));
  const rest = count - named.length;
  return {
    title: `${countOf(count, 'alert')}: ${bySeverity(saying)}${saying.more > 0 ? ' and others' : ''}`,
    body: [...named, ...(rest > 0 ? [`and ${rest.toLocaleString('en-US')} more in the inbox`] : [])].join(
      '; ',
    ),
  };
}
