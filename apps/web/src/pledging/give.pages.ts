import { Controller, Get, Headers, Param, Post } from '@nestjs/common';
import { MatchingQueries } from '#libs/matching/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import {
  currencyOf,
  DomainError,
  type FieldRefusal,
  isId,
  type Money,
  newId,
  type PledgeId,
  type ProjectId,
  refuse,
} from '#libs/kernel/src/index.js';
import {
  type Give,
  GivingService,
  LineGiftsQueries,
  type Pledge,
  PledgesQueries,
  PoolsQueries,
  PromisesService,
} from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { FormOf, Limit, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { beyond, type ProjectFace, ProjectFaces } from '../projects/project.faces.js';
import { amountOf, besideItsField, wrongSum } from './chosen-sum.js';
import { besideTheList, lineOf, peopleText, poolOf } from './give-line.js';
import { dedicationOf, GiveForm } from './give.requests.js';
import { GiveSheets } from './give.sheet.js';
import { closedPage, givePage } from './give.view.js';
import { ENDED, giftPaths, LEFT, payPath } from './paths.js';

/** The giving form and the way to the payment page. */
@Controller('/:lang(^ro|ru|en$)/p/:place/:slug/give')
export class GivePages {
  constructor(
    private readonly faces: ProjectFaces,
    private readonly projects: ProjectsQueries,
    private readonly sheets: GiveSheets,
    private readonly giving: GivingService,
    private readonly pledges: PledgesQueries,
    private readonly promises: PromisesService,
    private readonly persons: PersonsService,
    private readonly pools: PoolsQueries,
    private readonly lineGifts: LineGiftsQueries,
    private readonly calls: MatchingQueries,
  ) {}

  @Get()
  async show(
    @Read() reading: Reading,
    @Param('place') place: string,
    @Param('slug') slug: string,
    @Headers('accept-language') accept?: string,
  ): Promise<Page | Redirect> {
    const face = await this.faces.at(place, slug);
    if (face.daysLeft === null) return closedPage(reading, face);
    if (beyond(face)) {
      const [sum = '', currency = ''] = ['sum', 'currency'].map((name) => reading.query.get(name) ?? '');
      return toFund(reading, { projectId: face.plan.project.id, place }, { sum, currency });
    }
    const form = Form.blank({ ...firstValues(reading, face), ...(await this.left(reading, face)) });
    return this.page(reading, face, form, { wanted: [reading.query.get('currency')], accept });
  }

  @Post()
  @Limit({ name: 'give', points: 60, seconds: 600 })
  async send(
    @Read() reading: Reading,
    @Param('place') place: string,
    @Param('slug') slug: string,
    @FormOf(GiveForm) form: Form<GiveForm>,
  ): Promise<Page | Redirect> {
    const projectId = await this.projects.publicAt(place, slug);
    if (!projectId) throw refuse('not-found', 'not-found', 'No such project.');
    const target = { projectId, place };
    // Nobody pays 50 of a currency whose 50 he has not seen.
    const turned = form.value('do') === 'currency' || form.value('currency') !== form.value('shown');
    // Nor a lamp in a currency of which he has not seen the price.
    const fill = form.value('do') === 'line' || (form.value('line.id') !== '' && (turned || noSum(form)));
    const wrong = form.errors.length > 0;
    // What the whole project has and needs is dear to know: only who is shown the form once more waits for it.
    if (turned || fill || wrong) {
      const face = await this.faces.of(projectId);
      if (face.daysLeft !== null && beyond(face)) return toFund(reading, target, typedIn(form));
      const wanted = [form.value('currency')];
      if (turned || fill) return this.page(reading, face, form.withErrors([]), { wanted, turned, fill });
    }
    const work = (input: GiveForm) => this.take(reading, target, input);
    const read = wrong ? form.withErrors([...(await this.sumErrors(form)), ...form.errors]) : form;
    return read.submit(reading, work, (again) => this.again(reading, projectId, again));
  }

  /**
   * What stood in the form of a gift that was left, withdrawn or given back. Its address only for whoever may act on it:
   * of a payment that was left anybody who has the link sees the rest, for he need not be its giver.
   */
  private async left(reading: Reading, { plan }: ProjectFace): Promise<Record<string, string | null>> {
    const id = reading.query.get('again');
    const pledge = isId(id) ? await this.pledges.find(id as PledgeId) : null;
    if (pledge?.projectId !== plan.project.id) return {};
    const own = await this.isOwn(reading, pledge);
    if (!LEFT.includes(pledge.state) && !(own && ENDED.includes(pledge.state))) return {};
    const { gift, shortfall, publicName, dedicationKind, dedication, country, associationId, follow, cover, way } = pledge;
    const [card] = own ? await this.persons.cards([pledge.personId]) : [];
    const parts = own ? await this.pools.of(pledge) : [];
    const named = parts.some((part) => part.public) ? 'yes' : null;
    return {
      ...{ amount: gift.toString(), shortfall, publicName, country, associationId, by: way === 'transfer' ? way : 'card' },
      ...{ 'dedication.kind': dedicationKind, 'dedication.text': dedication },
      ...{ follow: follow ? 'yes' : null, cover: cover.isPositive() ? 'yes' : null },
      ...{ 'line.id': pledge.lineId, 'line.units': pledge.units ? String(pledge.units) : null },
      ...(card && { email: card.email }),
      ...(parts.length > 0 && { 'pool.name': pledge.poolName, 'pool.people': peopleText(parts), 'pool.named': named }),
    };
  } // prettier-ignore

  private async isOwn({ query, viewer }: Reading, { id }: Pledge): Promise<boolean> {
    const token = query.get('token');
    if (!token && !viewer) return false;
    const found = this.promises.find(id, token ? { token } : { by: viewer!.personId });
    return found.then(
      () => true,
      () => false,
    );
  }

  private async page(
    reading: Reading,
    face: ProjectFace,
    form: Form,
    wish: Omit<Parameters<GiveSheets['of']>[2], 'gifts' | 'calls'>,
  ): Promise<Page> {
    const { id } = face.plan.project;
    const [gifts, calls] = await Promise.all([this.lineGifts.of(id), this.calls.openFor(id)]);
    return givePage(reading, await this.sheets.of(face, form, { ...wish, gifts, calls }));
  }

  private async again(reading: Reading, id: ProjectId, form: Form): Promise<Page> {
    const face = await this.faces.of(id);
    if (form.errors.some(({ code }) => code === 'campaign-closed')) return closedPage(reading, face, 409);
    return this.page(reading, face, form, { wanted: [form.value('currency')] });
  }

  /** Everything that is wrong is said at once: what is missing, and the sum. Only a card has limits. */
  private sumErrors(form: Form): Promise<readonly FieldRefusal[]> {
    return wrongSum(form, async (wish) => form.has('by', 'card') && this.giving.quote(wish));
  }

  private async take(reading: Reading, target: Target, input: GiveForm): Promise<Redirect> {
    const currency = currencyOf(input.currency);
    const amount = amountOf(input, currency);
    if (input.by === 'transfer') await this.sheets.mustHaveAccount(currency);
    try {
      const pledge = await besideItsField(() => this.give(giveOf(reading, target, { input, amount })));
      if (!LEFT.includes(pledge.state)) return seeOther(reading.href(`/thanks/${pledge.ref}`));
      return seeOther(await payPath(reading, () => this.giving.payUrl(pledge, giftPaths(reading.lang))));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'campaign-full') throw error;
      return toFund(reading, target, { sum: input.other ?? input.amount ?? '', currency });
    }
  }

  /** Whoever came back from the payment page and changed the form gives another gift: the first was not paid. */
  private async give(give: Give): Promise<Pledge> {
    try {
      return await this.giving.give(give);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'pledge-id-taken') throw besideTheList(error);
      return this.giving.give({ ...give, id: newId<'Pledge'>() });
    }
  }
}

/** The project that a form is of, and its place's name in addresses. */
interface Target {
  readonly projectId: ProjectId;
  readonly place: string;
}

/** A project that has all it needs: who wants to give reads so first, and where the money goes instead. */
function toFund({ href }: Reading, { projectId, place }: Target, typed: { sum: string; currency: string }): Redirect {
  const query = new URLSearchParams({ from: projectId });
  for (const name of ['sum', 'currency'] as const) if (typed[name]) query.set(name, typed[name]);
  return new Redirect(href(`/t/${place}/fund/give?${query.toString()}`), 302);
}

function typedIn(form: Form): { sum: string; currency: string } {
  return { sum: form.value('other') || form.value('amount'), currency: form.value('currency') };
}

function firstValues({ query, viewer }: Reading, { plan }: ProjectFace): Record<string, string | null> {
  const association = query.get('a') ?? plan.project.associationId;
  const sum = /^\d{1,9}([.,]\d{1,3})?$/.exec(query.get('sum') ?? '')?.[0] ?? null;
  const units = /^[1-9]\d{0,8}$/.exec(query.get('units') ?? '')?.[0] ?? null;
  return {
    ...{ 'line.id': query.get('line'), 'line.units': query.has('line') ? (units ?? '1') : null },
    ...{ amount: sum, by: query.get('by') === 'transfer' ? 'transfer' : 'card', associationId: association },
    ...{ email: viewer?.email ?? null, shortfall: query.get('shortfall'), cover: query.get('cover') },
  };
}

function giveOf(reading: Reading, { projectId }: Target, { input, amount }: { input: GiveForm; amount: Money }): Give {
  const { id, email, shortfall, by, publicName, dedication, associationId, country } = input;
  return {
    ...{ id, email, shortfall, by, publicName, associationId, country, lang: reading.lang },
    projectId,
    amount,
    coverFee: input.cover === 'yes',
    follow: input.follow === 'yes',
    dedication: dedicationOf(dedication),
    line: lineOf(input.line),
    pool: poolOf(input.pool, amount.currency),
    paths: giftPaths(reading.lang),
  };
}

function noSum(form: Form): boolean {
  return !form.value('other').trim() && !form.value('amount').trim();
}
