import { Injectable } from '@nestjs/common';
import { Database, Signer } from '#libs/platform/src/index.js';
import type { Access } from '#libs/pledges/src/index.js';
import { FundGift, type FundGiftId } from './fund-gift.entity.js';
import { giftUnknown, planUnknown } from './fund.lock.js';
import { Plan, type PlanId } from './plan.entity.js';

const PURPOSES = { gift: 'fund-gift', plan: 'fund-plan' } as const;

/** Who may see a gift to a fund and act on a monthly one: whoever holds the link of its letters, or its signed-in donor. */
@Injectable()
export class FundAccess {
  constructor(
    private readonly db: Database,
    private readonly signer: Signer,
  ) {}

  /** The token of the links in the letters about a gift or a plan. */
  tokenOf(kind: keyof typeof PURPOSES, id: FundGiftId | PlanId): string {
    return this.signer.token(PURPOSES[kind], id);
  }

  /** The gift that somebody may see. Throws `fund-gift-unknown` for everybody else. */
  async gift(id: FundGiftId, access: Access): Promise<FundGift> {
    const gift = await this.db.entities.findOneBy(FundGift, { id });
    if (!gift || !this.holds('gift', gift, access)) throw giftUnknown();
    return gift;
  }

  /** The plan that somebody may see and act on. Throws `plan-unknown` for everybody else. */
  async plan(id: PlanId, access: Access): Promise<Plan> {
    const plan = await this.db.entities.findOneBy(Plan, { id });
    if (!plan || !this.holds('plan', plan, access)) throw planUnknown();
    return plan;
  }

  private holds(kind: keyof typeof PURPOSES, { id, personId }: FundGift | Plan, access: Access): boolean {
    return 'by' in access ? access.by === personId : this.signer.read(PURPOSES[kind], access.token) === id;
  }
}
