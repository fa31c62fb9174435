export { type FollowId, FollowsService } from './follows.service.js';
export type { NeutralPeriod, NeutralPeriodId } from './neutral-period.js';
export { type AnnouncePeriod, NeutralPeriodsService } from './neutral-periods.service.js';
export { type PublishUpdate, type UpdateId, UpdatesService } from './updates.service.js';
export { type Follower, type ToldNews, type UpdateView, VoiceQueries } from './voice.queries.js';
export { VoiceModule } from './voice.module.js';
