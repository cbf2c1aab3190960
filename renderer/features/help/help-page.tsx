import guarantees from '../../../docs/guarantees.md?raw';
import guide from '../../../docs/guide.md?raw';
import queryLanguage from '../../../docs/query-language.md?raw';
import type { helpTopics } from '../../../shared/show.ts';
import { paths } from '../../model/navigation.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { MarkdownText } from '../../ui/markdown-text.tsx';
import { Card, Page } from '../../ui/page.tsx';
import styles from './help.module.css';

type Topic = (typeof helpTopics)[number];

const texts: Record<Topic, { title: string; text: string }> = {
  guide: { title: 'Guide', text: guide },
  'query-language': { title: 'Query language', text: queryLanguage },
  guarantees: { title: 'What is promised', text: guarantees },
};

/** The documentation, within the app: it is there without a network. */
export function HelpPage({ topic }: { topic: string }) {
  const shown = topic in texts ? (topic as Topic) : 'guide';
  return (
    <Page
      title={`Help: ${texts[shown].title}`}
      actions={
        <nav className={styles.topics} aria-label="Help topics">
          {(Object.keys(texts) as Topic[]).map((one) => (
            <ButtonLink
              key={one}
              variant={one === shown ? 'primary' : 'plain'}
              href={`#${paths.help(one)}`}
              {...(one === shown ? { 'aria-current': 'page' as const } : {})}
            >
              {texts[one].title}
            </ButtonLink>
          ))}
        </nav>
      }
    >
      <Card label={texts[shown].title}>
        <MarkdownText text={texts[shown].text} />
      </Card>
    </Page>
  );
}
