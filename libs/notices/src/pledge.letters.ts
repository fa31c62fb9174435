import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { PledgeId } from '#libs/kernel/src/index.js';
import { BankService } from '#libs/banking/src/index.js';
import { BRING_DAYS } from '#libs/cash/src/index.js';
import { MatchingQueries } from '#libs/matching/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { formatDate, formatMoment, formatMoney, sayIn, textIn, type WordParams } from '#libs/platform/src/index.js';
import {
  DeskQueries,
  EndingQueries,
  type Pledge,
  PledgesQueries,
  PromisesService,
  PublicWordsService,
  RefundRequestsService,
} from '#libs/pledges/src/index.js';
import { builtLinesOf, isLeftOut, lastDayToCome, ProjectsQueries } from '#libs/projects/src/index.js';
import { Composers } from './composers.js';
import type { Composed, Composer } from './letter.js';
import { giftPath, receiptPath } from './letter.paths.js';
import { type Draft, lastDay, LetterContext, type ProjectNamed } from './letter-context.service.js';

type Told = { readonly pledge: Pledge; readonly named: ProjectNamed };
type Still = (pledge: Pledge) => boolean;
type More = Pick<Draft, 'params' | 'path' | 'also'>;

/** How long a bank may take to show money that was sent back. */
const REFUND_DAYS = 10;

/** Letters to a donor about one gift, in the language in which he gave it. */
@Injectable()
export class PledgeLetters implements OnModuleInit {
  constructor(
    private readonly composers: Composers,
    private readonly context: LetterContext,
    private readonly pledges: PledgesQueries,
    private readonly desk: DeskQueries,
    private readonly endings: EndingQueries,
    private readonly promises: PromisesService,
    private readonly projects: ProjectsQueries,
    private readonly bank: BankService,
    private readonly publicWords: PublicWordsService,
    private readonly bodies: BodiesQueries,
    private readonly requests: RefundRequestsService,
    private readonly calls: MatchingQueries,
  ) {}

  onModuleInit(): void {
    const toProject = ({ named }: Told): More => ({ path: named.path });
    const on = (kind: string, more: (told: Told, occasion: string) => Promise<More | null> | More, still?: Still) =>
      this.composers.on(kind, this.about(more, still));
    on('promise', (told) => this.promise(told), ({ state }) => state === 'promised'); // prettier-ignore
    on('receipt', ({ pledge }) => this.receipt(pledge));
    on('cash', ({ pledge, named }) => this.cash(pledge, named), ({ state }) => state === 'awaited'); // prettier-ignore
    on('transfer-late', (told) => this.late(told), ({ state }) => state === 'awaited'); // prettier-ignore
    on('transfer', (told) => this.transfer(told), ({ state }) => state === 'awaited'); // prettier-ignore
    for (const kind of ['declined', 'declined-again']) on(kind, (told) => this.repair(told), ({ state }) => state === 'declined'); // prettier-ignore
    on('refund', (told, occasion) => this.refund(told, occasion));
    on('words-hidden', (told) => this.wordsHidden(told));
    for (const kind of ['refund-asked', 'refund-withdrawn', 'refund-refused']) on(kind, (told) => this.askedBack(told));
    on('refund-back', (told, occasion) => this.refund(told, occasion, 'failed'));
    on('refund-unpaid', (told, occasion) => this.refund(told, occasion, 'ordered'));
    for (const kind of ['uncounted', 'uncounted-cash']) on(kind, ({ pledge }) => ({ path: this.link(pledge) }), ({ state }) => state === 'awaited'); // prettier-ignore
    on('succeeded', (told) => this.succeeded(told), ({ state }) => state === 'counted'); // prettier-ignore
    for (const kind of ['released', 'smaller-back']) on(kind, (told) => this.smaller(told));
    on('cash-void', toProject, ({ state }) => state === 'withdrawn');
    for (const kind of ['lapsed', 'withdrawn', 'overpaid', 'failed']) on(kind, toProject);
    on('cancelled', (told) => this.cancelled(told));
  }

  /** A letter about one gift: written when there is still reason to. */
  private about(
    more: (told: Told, occasion: string) => Promise<More | null> | More,
    still: Still = () => true,
  ): Composer {
    return async ({ kind, personId, subject, occasion = '' }): Promise<Composed | null> => {
      const person = await this.context.person(personId);
      const pledge = await this.pledges.find(subject as PledgeId);
      const named = pledge && (await this.context.project(pledge.projectId, pledge.lang));
      if (!person || !pledge || !named || !still(pledge)) return null;
      const added = await more({ pledge, named }, occasion);
      if (!added) return null;
      const params = { ...this.words(pledge, named), ...added.params };
      return this.context.composed(kind, { ...added, why: 'gift', email: person.email, lang: pledge.lang, params });
    };
  }

  /** What most letters about a gift may say. */
  private words(pledge: Pledge, { title, place, kind }: ProjectNamed): WordParams {
    const { lang, currency, rateSource } = pledge;
    const sum = pledge.countedAt ? pledge.came : pledge.gift;
    return {
      project: title,
      place,
      kind,
      ref: pledge.ref,
      code: pledge.receiptCode.replace(/(.{4})(?=.)/g, '$1 '),
      sum: formatMoney(lang, sum),
      gross: formatMoney(lang, pledge.gross),
      covered: pledge.cover.isPositive() ? 'yes' : 'no',
      lei: formatMoney(lang, pledge.state === 'moved' ? pledge.movedLei : pledge.countedAt ? pledge.remainingLei : pledge.lei), // prettier-ignore
      rate: currency === 'MDL' ? 'none' : rateSource.toLowerCase(),
      rateDate: formatDate(lang, pledge.rateOn),
      money: moneyOf(pledge),
    };
  }

  private async receipt(pledge: Pledge): Promise<More> {
    return {
      params: {
        ...(await this.context.head(pledge.lang)),
        ...(await this.wish(pledge)),
        ...(await this.match(pledge)),
      },
      path: receiptPath(pledge.lang, pledge.receiptCode),
      also: { key: 'letter.receipt.where', path: this.link(pledge) },
    };
  }

  private async promise({ pledge }: Told): Promise<More | null> {
    const campaign = await this.projects.campaign(pledge.projectId);
    if (!campaign) return null;
    const { lang } = pledge;
    const params = { until: lastDay(lang, campaign.closesAt), target: formatMoney(lang, campaign.threshold) };
    return {
      params: { ...params, ...(await this.wish(pledge)), ...(await this.match(pledge)) },
      path: this.link(pledge),
    };
  }

  private async transfer({ pledge }: Told): Promise<More | null> {
    const account = (await this.bank.accounts()).find(({ currency }) => currency === pledge.currency);
    const campaign = await this.projects.campaign(pledge.projectId);
    if (!account || !campaign) return null;
    const { iban, holder, bic } = account;
    const bank = bic ? `${account.bank} (BIC ${bic})` : account.bank;
    const spaced = iban.replace(/(.{4})(?=.)/g, '$1 ');
    const until = lastDay(pledge.lang, campaign.closesAt);
    return { params: { iban: spaced, bank, holder, until }, path: this.link(pledge) };
  }

  private async late({ pledge }: Told): Promise<More | null> {
    const campaign = await this.projects.campaign(pledge.projectId);
    if (!campaign) return null;
    return { params: { until: formatDate(pledge.lang, lastDayToCome(campaign)) }, path: this.link(pledge) };
  }

  private async cash({ associationId, lang, receiptCode }: Pledge, { path }: ProjectNamed): Promise<More | null> {
    const body = associationId && (await this.bodies.find(associationId));
    if (!body) return null;
    const params = { body: textIn(lang, body.name).text, days: BRING_DAYS };
    return { params, path: receiptPath(lang, receiptCode), also: { key: 'letter.cash.where', path } };
  }

  private repair({ pledge }: Told): More {
    const params = {
      until: formatMoment(pledge.lang, pledge.repairUntil!),
      sum: formatMoney(pledge.lang, pledge.gross),
    };
    return { params, path: this.link(pledge) };
  }

  private async refund({ pledge, named }: Told, occasion: string, state?: 'failed' | 'ordered'): Promise<More | null> {
    const refund = (await this.desk.refundsOf(pledge.id)).find(({ id }) => occasion.startsWith(id));
    if (!refund || (state && refund.state !== state)) return null;
    const shared = refund.why === 'cancelled' && (await this.endings.shareOf(pledge.id)) !== null;
    const why = shared ? 'cancelled_part' : refund.why;
    const back = await this.calls.backOf(pledge.id);
    const match = { sponsor: back?.sponsor ?? 'none', back: back ? formatMoney(pledge.lang, back.lei) : '' };
    return {
      params: { sum: formatMoney(pledge.lang, refund.amount), n: REFUND_DAYS, why, ...match },
      path: named.path,
    };
  }

  /** His money goes to the work: to all of it, or to the version that is built, be it without the line that he chose. */
  private async succeeded({ pledge, named }: Told): Promise<More> {
    const say = sayIn(pledge.lang);
    const scope = await this.context.scope(pledge.lang, pledge.projectId);
    return { params: { scope: say('letter.scope', scope) + say('letter.line', await this.cut(pledge)) }, path: named.path };
  } // prettier-ignore

  /** Whether the version that is built leaves out the line that he chose, or does less of it than was given. */
  private async cut({ projectId, lang, lineId, units }: Pledge): Promise<{ line: 'none' | 'less' | 'out'; name: string }> {
    const plan = lineId && (await this.projects.plan(projectId));
    const line = plan && builtLinesOf(plan).find(({ id }) => id === lineId);
    if (!line || line.leftOut === null) return { line: 'none', name: '' };
    const name = textIn(lang, line.name).text;
    return { line: isLeftOut(line) ? 'out' : units === null ? 'less' : 'none', name };
  } // prettier-ignore

  /** A smaller version is built without his money. */
  private async smaller({ pledge: { projectId, lang }, named: { path } }: Told): Promise<More> {
    return { params: await this.context.scope(lang, projectId), path };
  }

  /** What becomes of his gift; of one that has partly been paid out already, which part of it. */
  private async cancelled({ pledge, named: { path } }: Told): Promise<More> {
    const share = pledge.countedAt ? await this.endings.shareOf(pledge.id) : null;
    if (!share) return { path };
    const part = pledge.partOf(share);
    // What is too little to be sent goes to the next need.
    const next = pledge.shortfall === 'next' || !part.isPositive();
    const money = !share.isPositive() ? 'spent' : next ? 'nextpart' : 'part';
    const sums = { lei: formatMoney(pledge.lang, pledge.cameLei), part: formatMoney(pledge.lang, next ? share : part) };
    return { params: { ...sums, money }, path };
  }

  private async askedBack({ pledge }: Told): Promise<More | null> {
    const request = await this.requests.of(pledge.id);
    if (!request) return null;
    const { lang } = pledge;
    const params = {
      sum: formatMoney(lang, request.amount),
      until: formatDate(lang, request.until),
      why: request.reason ?? '–',
    };
    return { params, path: this.link(pledge) };
  }

  private async wordsHidden({ pledge }: Told): Promise<More | null> {
    const said = await this.publicWords.of(pledge.id);
    if (!said?.reason) return null;
    return { params: { why: sayIn(pledge.lang)(`words.why.${said.reason}`) }, path: this.link(pledge) };
  }

  /** For which line of the budget it is, and for whom he pays. */
  private async wish({ projectId, lang, lineId, units, poolName, poolPeople }: Pledge): Promise<WordParams> {
    const say = sayIn(lang);
    const lines = lineId ? ((await this.projects.plan(projectId))?.lines ?? []) : [];
    const line = lines.find(({ id }) => id === lineId);
    const name = line && textIn(lang, line.name).text;
    const part = name && (units === null || !line.unit);
    return {
      line: part
        ? say('gift.line.part', { line: name })
        : name
          ? `${name}: ${units} ${say(`measure.${line.unit!}`)}`
          : 'none',
      pool: poolName === null ? 'none' : `${poolName}, ${say('gift.pool.people', { n: poolPeople! })}`,
    };
  }

  /** What a sponsor adds to it, as far as that is known when the letter is written: the gift's page says it always. */
  private async match({ id, lang }: Pledge): Promise<WordParams> {
    const match = await this.calls.ofGift(id);
    return { match: match ? `${match.sponsor}, ${formatMoney(lang, match.lei)}` : 'none' };
  }

  private link({ id, lang }: Pledge): string {
    return giftPath(lang, id, this.promises.tokenOf(id));
  }
}

/** Where the donor's money goes when the project does not happen: nothing was taken, nothing is to be sent, it comes back, it went on. */
function moneyOf({ countedAt, shortfall, way }: Pledge): 'none' | 'await' | 'cash' | 'back' | 'next' {
  if (!countedAt) return way === 'transfer' ? 'await' : way === 'cash' ? 'cash' : 'none';
  return shortfall === 'next' ? 'next' : 'back';
}
