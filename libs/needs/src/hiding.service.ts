import { Injectable } from '@nestjs/common';
import { StaffService } from '#libs/identity/src/index.js';
import { charactersIn, type PersonId, refuseFields } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, Trail } from '#libs/platform/src/index.js';
import { HIDDEN, type TownNeedId } from './need.js';
import { needJudged } from './needs.events.js';
import { placeOf } from './offices.service.js';

const REASON_MOST = 500;

/** A board is open to everybody; what breaks its rules (an insult, a name, an address) the operator hides, with a public reason. */
@Injectable()
export class HidingService {
  constructor(
    private readonly db: Database,
    private readonly staff: StaffService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Hides a need with the help offered for it, or shows it again; the reason (1 to 500 characters) is public, and whoever
   * proposed it is told. Operator's staff. What stands so already stays. Throws `reason-missing`, `not-found`.
   */
  async judge(id: TownNeedId, { hidden, reason }: { hidden: boolean; reason: string }, by: PersonId): Promise<void> {
    const text = reason.trim();
    if (text === '' || charactersIn(text) > REASON_MOST) throw refuseFields({ pointer: '/reason', code: 'reason-missing' }); // prettier-ignore
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await placeOf(tx, id);
      const sql = `select ${HIDDEN} is not null as hidden from needs.need n where n.id = $1`;
      const [now] = await rowsOf<{ hidden: boolean }>(tx, sql, [id]);
      if (now!.hidden === hidden) return;
      await tx.query(
        'insert into needs.hiding (need_id, hidden, reason, by, at) values ($1, $2, $3, $4, platform.now())',
        [id, hidden, text, by],
      );
      const action = hidden ? 'town-need.hidden' : 'town-need.shown';
      await this.trail.add(tx, { actor: by, action, subject: `town-need:${id}` });
      await this.outbox.add(tx, needJudged(id));
    });
  }
}
