import type { Campaign, CampaignCalendar } from './campaign.ts';
import type { Company } from './company.ts';
import type { Classification, Lure } from './lure.ts';

/** All that a tenant's events are made from. */
export interface World {
  seed: number;
  /** Events per hour, on average over a week. */
  rate: number;
  company: Company;
  calendar: CampaignCalendar;
}

export type ThreatStatus = 'active' | 'cleared' | 'falsePositive';

/** What was held of a threat from a time on; the next state replaces it. */
export interface ThreatState {
  /** ms since the epoch; the event's latest threatTime in this state. */
  time: number;
  status: ThreatStatus;
  classification: Classification;
}

/** A click on a message's link: who, when (ms), and whether it went through. */
export interface PlannedClick {
  person: number;
  time: number;
  permitted: boolean;
}

/** One message with all that follows from it. Everything in it starts in one hour and comes from that hour's seed. */
export interface Incident {
  hour: number;
  index: number;
  messageTime: number;
  lure: Lure;
  campaign: Campaign | undefined;
  /** Part of a flood: thousands of the same spam within the hour. */
  flood: boolean;
  blocked: boolean;
  /** Positions in the company's people, all different. */
  recipients: readonly number[];
  /** All recipients in one event, rather than an event for each. */
  joined: boolean;
  states: readonly [ThreatState, ...ThreatState[]];
  clicks: readonly PlannedClick[];
}
