import { Controller, Get, Param, Post } from '@nestjs/common';
import { PersonsService } from '#libs/identity/src/index.js';
import { isId, newId, type PledgeId, refuse } from '#libs/kernel/src/index.js';
import { BankService } from '#libs/banking/src/index.js';
import { GivingService, isBrought, type Pledge, PledgesQueries, PoolsQueries } from '#libs/pledges/src/index.js';
import { FormOf, Limit, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { ProjectFaces } from '../projects/project.faces.js';
import { AgainForm } from './give.requests.js';
import { GiveSheets } from './give.sheet.js';
import { notPaidPage } from './not-paid.view.js';
import { giftPaths, LEFT, payPath } from './paths.js';
import { thanksPage } from './thanks.view.js';
import { transferPage } from './transfer.view.js';

/** Where the payment page comes back to. What stands here is what we know, never what the address says. */
@Controller('/:lang(^ro|ru|en$)')
export class ThanksPages {
  constructor(
    private readonly pledges: PledgesQueries,
    private readonly faces: ProjectFaces,
    private readonly giving: GivingService,
    private readonly sheets: GiveSheets,
    private readonly bank: BankService,
    private readonly persons: PersonsService,
    private readonly pools: PoolsQueries,
  ) {}

  @Get('/thanks/:ref')
  @Limit({ name: 'thanks', points: 300, seconds: 600 })
  async thanks(@Read() reading: Reading, @Param('ref') ref: string): Promise<Page> {
    const pledge = known(await this.pledges.byRef(ref));
    const face = await this.faces.of(pledge.projectId);
    if (pledge.state !== 'awaited' || isBrought(pledge.way)) return thanksPage(reading, pledge, face);
    const account = (await this.bank.accounts()).find(({ currency }) => currency === pledge.currency) ?? null;
    return transferPage(reading, pledge, { face, account });
  }

  @Get('/not-paid/:id')
  async notPaid(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.left(reading, id, Form.blank());
  }

  /** Tries the same gift again, or gives it by bank transfer instead. */
  @Post('/not-paid/:id')
  @Limit({ name: 'give', points: 60, seconds: 600 })
  async again(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(AgainForm) form: Form<AgainForm>,
  ): Promise<Page | Redirect> {
    const pledge = await this.find(id);
    const work = async ({ by, id: another }: AgainForm) =>
      by === 'card'
        ? seeOther(await payPath(reading, () => this.giving.payUrl(pledge, giftPaths(reading.lang))))
        : seeOther(reading.href(`/thanks/${(await this.byTransfer(reading, pledge, another)).ref}`));
    return form.submit(reading, work, (refused) => this.left(reading, id, refused));
  }

  private async left(reading: Reading, id: string, form: Form): Promise<Page> {
    const pledge = await this.find(id);
    return notPaidPage(reading, pledge, { face: await this.faces.of(pledge.projectId), form });
  }

  private async find(id: string): Promise<Pledge> {
    return known(isId(id) ? await this.pledges.find(id as PledgeId) : null);
  }

  private async byTransfer(reading: Reading, pledge: Pledge, id: PledgeId = newId<'Pledge'>()): Promise<Pledge> {
    if (!LEFT.includes(pledge.state)) throw refuse('conflict', 'pledge-state', 'Nothing was left to be paid.');
    await this.sheets.mustHaveAccount(pledge.currency);
    const [card] = await this.persons.cards([pledge.personId]);
    const { projectId, shortfall, publicName, associationId, country, follow, dedication, dedicationKind } = pledge;
    const { lineId, units, poolName } = pledge;
    const members = (await this.pools.of(pledge)).map(({ name, share, public: shown }) => ({ name, amount: share, public: shown })); // prettier-ignore
    return this.giving.give({
      ...{ id, projectId, shortfall, publicName, associationId, country, follow, by: 'transfer', coverFee: false },
      ...{ amount: pledge.gift, email: card!.email!, lang: reading.lang, paths: giftPaths(reading.lang) },
      line: lineId && { id: lineId, units: units ?? 1 },
      pool: poolName === null ? null : { name: poolName, members },
      dedication: dedication === null ? null : { kind: dedicationKind!, text: dedication },
    });
  }
}

/** Throws `pledge-unknown` for nothing. */
export function known(pledge: Pledge | null): Pledge {
  if (!pledge) throw refuse('not-found', 'pledge-unknown', 'No such gift.');
  return pledge;
}
