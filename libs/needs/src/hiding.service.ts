import { Injectable } from '@nestjs/common';
import { StaffService } from '#libs/identity/src/index.js';
import { charactersIn, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
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
   * proposed it is told. Needs that were put under a hidden one stand by themselves again: what others want would go with it.
   * Operator's staff. What stands so already stays. Throws `reason-missing`, `not-found`.
   */
  async judge(id: TownNeedId, { hidden, reason }: { hidden: boolean; reason: string }, by: PersonId): Promise<void> {
    const text = reason.trim();
    if (text === '' || charactersIn(text) > REASON_MOST) throw refuseFields({ pointer: '/reason', code: 'reason-missing' }); // prettier-ignore
    await this.db.transaction(async (tx) => {
      await this.staff.mustBe(tx, by);
      await placeOf(tx, id);
      const [now] = await rowsOf<{ hidden: string | null }>(tx, `select ${HIDDEN} as hidden from needs.need n where n.id = $1`, [id]); // prettier-ignore
      if (now!.hidden === '') throw refuse('not-found', 'not-found', 'Whoever wrote it took it back.');
      if ((now!.hidden !== null) === hidden) return;
      await tx.query(
        'insert into needs.hiding (need_id, hidden, reason, by, at) values ($1, $2, $3, $4, platform.now())',
        [id, hidden, text, by],
      );
      const action = hidden ? 'town-need.hidden' : 'town-need.shown';
      await this.trail.add(tx, { actor: by, action, subject: `town-need:${id}` });
      if (hidden) await this.part(tx, id, by);
      await this.outbox.add(tx, needJudged(id));
    });
  }

  /** As each of them is parted by hand. */
  private async part(tx: Tx, id: TownNeedId, by: PersonId): Promise<void> {
    const parted = await rowsOf<{ need: TownNeedId }>(
      tx,
      `update needs.merge set undone_by = $2, undone_at = platform.now()
        where into_id = $1 and undone_at is null returning need_id as need`,
      [id, by],
    );
    for (const { need } of parted)
      await this.trail.add(tx, { actor: by, action: 'town-need.parted', subject: `town-need:${need}`, data: { from: id } }); // prettier-ignore
  }
}
