import type { StoryName } from '../shared/sample-tenant/stories.ts';

/** What each story should raise, once, and nothing else. */
export const storyAlerts: Record<StoryName, string[]> = {
  'executive impostor': ['essentials.impostor', 'targets.executive-impostor', 'targets.look-alike'],
  'virus not cleaned': ['essentials.virus-not-cleaned'],
  'five threats': ['essentials.several-threats'],
  'wide campaign': [
    'clicks.campaign',
    'clicks.delivered-then-clicked',
    'clicks.permitted',
    'essentials.campaign',
    // One for all of the 24 messages: they are a wave of one campaign.
    'essentials.phishing',
    'targets.wide-campaign',
  ],
  burst: ['targets.burst'],
  'click on a known threat': ['clicks.after-known'],
  'two clicks': ['clicks.twice-in-a-week'],
  'click from elsewhere': ['clicks.unusual-agent', 'clicks.unusual-place'],
  'turned malicious': ['delivered.now-malicious', 'delivered.recognised-late'],
  cleared: ['delivered.cleared'],
  'false positive': ['delivered.false-positive'],
};
