import { Controller, Get, Headers, Param, Post } from '@nestjs/common';
import { type FundGift, FundGivingService, FundsQueries, type Plan } from '#libs/funds/src/index.js';
import { currencyOf, DomainError, isId, newId, type ProjectId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { FormOf, Limit, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { amountOf, besideItsField, wrongSum } from '../pledging/chosen-sum.js';
import { dedicationOf } from '../pledging/give.requests.js';
import { payPath } from '../pledging/paths.js';
import { GiveSheets } from '../pledging/give.sheet.js';
import { beyond, type ProjectFace, ProjectFaces } from '../projects/project.faces.js';
import { type FundFace, FundFaces } from './fund-faces.js';
import { fundGivePage, fundThanksPage } from './fund-give.view.js';
import { fundGiftPaths } from './fund.paths.js';
import { FundForm } from './funds.requests.js';

/** Giving to a town's fund: the form, the way to the payment page and back. */
@Controller('/:lang(^ro|ru|en$)/t/:place/fund')
export class FundGivePages {
  constructor(
    private readonly faces: FundFaces,
    private readonly sheets: GiveSheets,
    private readonly funds: FundsQueries,
    private readonly giving: FundGivingService,
    private readonly clock: Clock,
    private readonly projects: ProjectFaces,
  ) {}

  @Get('/give')
  async show(
    @Read() reading: Reading,
    @Param('place') slug: string,
    @Headers('accept-language') accept?: string,
  ): Promise<Page> {
    const { query, viewer } = reading;
    const sum = /^\d{1,9}([.,]\d{1,3})?$/.exec(query.get('sum') ?? '')?.[0] ?? null;
    const often = query.get('often') === 'once' ? 'once' : 'monthly';
    const form = Form.blank({ amount: sum, often, email: viewer?.email, from: query.get('from') });
    return this.shown(reading, await this.faceAt(slug), { form, wanted: query.get('currency'), accept });
  }

  @Post('/give')
  @Limit({ name: 'give', points: 60, seconds: 600 })
  async send(
    @Read() reading: Reading,
    @Param('place') slug: string,
    @FormOf(FundForm) form: Form<FundForm>,
  ): Promise<Page | Redirect> {
    const face = await this.faceAt(slug);
    const wanted = form.value('currency');
    // Nobody pays 50 of a currency whose 50 he has not seen.
    if (form.value('do') === 'currency' || wanted !== form.value('shown'))
      return this.shown(reading, face, { form: form.withErrors([]), wanted, turned: true });
    const read =
      form.errors.length > 0
        ? form.withErrors([...(await wrongSum(form, (wish) => this.giving.quote(wish))), ...form.errors])
        : form;
    const work = async (input: FundForm) => seeOther(await this.take(reading, face, input));
    return read.submit(reading, work, (again) => this.shown(reading, face, { form: again, wanted }));
  }

  /** What has become of a gift by our own books, for whoever comes back from the payment page. */
  @Get('/thanks/:ref')
  @Limit({ name: 'thanks', points: 300, seconds: 600 })
  async thanks(@Read() reading: Reading, @Param('place') slug: string, @Param('ref') ref: string): Promise<Page> {
    const face = await this.faces.at(slug);
    const found = await this.funds.byRef(ref);
    if (found?.placeCode !== face.place.code) throw refuse('not-found', 'fund-gift-unknown', 'No such gift.');
    return fundThanksPage(reading, face, found);
  }

  private async take(reading: Reading, { place }: FundFace, input: FundForm): Promise<string> {
    const { id, email, from, consent, publicName } = input;
    // What goes elsewhere than he had meant to give goes there once, and only when he says so.
    const often = from ? 'once' : input.often;
    if (from && consent !== 'yes') throw refuseFields({ pointer: '/consent', code: 'consent' });
    const currency = currencyOf(input.currency);
    const amount = amountOf(input, currency);
    const sum = { sum: amount.toString(), currency, often, ...(from && { from }) };
    const paths = fundGiftPaths(reading.lang, place.slug, sum);
    const said = {
      ...{ placeCode: place.code, email, lang: reading.lang, amount, coverFee: input.cover === 'yes', paths },
      ...{ publicName, dedication: dedicationOf(input.dedication) },
    };
    const made = await besideItsField(() =>
      anew<FundGift | Plan>(id, (one) =>
        often === 'monthly'
          ? this.giving.begin({ ...said, id: one })
          : this.giving.give({ ...said, id: one, fromProjectId: from }),
      ),
    );
    if (made.state !== 'started' && made.state !== 'abandoned') return paths.success.replace('{ref}', made.ref);
    return payPath(reading, () =>
      often === 'monthly'
        ? this.giving.saveUrl(made.id as Plan['id'], paths)
        : this.giving.payUrl(made.id as FundGift['id'], paths),
    );
  }

  private async shown(
    reading: Reading,
    face: FundFace,
    { form, wanted, accept, turned = false }: { form: Form; wanted: string | null; accept?: string; turned?: boolean },
  ): Promise<Page> {
    const sheet = await this.sheets.sums(await this.clock.now(), form, { wanted: [wanted], accept });
    return fundGivePage(reading, face, { sheet, turned, full: await this.full(face, form.value('from')) });
  }

  /** The project of this place that he came from, when it has all it needs. */
  private async full({ place }: FundFace, from: string): Promise<ProjectFace | null> {
    if (!isId(from)) return null;
    const found = (await this.projects.ofMany([from as ProjectId])).get(from as ProjectId);
    return found?.place.code === place.code && beyond(found) ? found : null;
  }

  private async faceAt(slug: string): Promise<FundFace> {
    const face = await this.faces.at(slug);
    if (!face.hall) throw refuse('not-found', 'fund-unknown', 'No town hall here answers for this place.');
    return face;
  }
}

/** Whoever came back from the payment page and changed the form makes another gift: the first was not paid. */
async function anew<Made>(id: FundForm['id'], make: (id: FundForm['id']) => Promise<Made>): Promise<Made> {
  try {
    return await make(id);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'gift-id-taken') throw error;
    return make(newId<'FundGift'>() as FundForm['id']);
  }
}
