import type { Gift } from './gift.js';
import type { Home } from './home.postings.js';

// Tables that hold something about gifts to projects and to towns' funds have two columns for whose a row is, of which one is filled.
/** The column that names a gift. */
export const giftColumn = ({ home }: Pick<Gift, 'home'>): 'pledge_id' | 'fund_gift_id' =>
  home.kind === 'project' ? 'pledge_id' : 'fund_gift_id';

/** The column that names where a gift lies. */
export const homeColumn = ({ kind }: Home): 'project_id' | 'place_code' =>
  kind === 'project' ? 'project_id' : 'place_code';

/** Both of these as one column of a select, a `Home`; null when the row is nobody's. */
export const HOME = `case when project_id is not null then jsonb_build_object('kind', 'project', 'id', project_id)
  when place_code is not null then jsonb_build_object('kind', 'town', 'id', place_code) end as home`;
