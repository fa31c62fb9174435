import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BankService } from '#libs/banking/src/index.js';
import { BRING_DAYS } from '#libs/cash/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { MatchingQueries } from '#libs/matching/src/index.js';
import { formatDate, formatMoment, formatMoney, sayIn, textIn, type WordParams } from '#libs/platform/src/index.js';
import { type Pledge, PublicWordsService } from '#libs/pledges/src/index.js';
import { builtLinesOf, isLeftOut, lastDayToCome, ProjectsQueries } from '#libs/projects/src/index.js';
import { AboutGift, type Adds, type More, type Told } from './about-gift.service.js';
import { receiptPath } from './letter.paths.js';
import { lastDay, LetterContext, type ProjectNamed } from './letter-context.service.js';

/** Letters to a donor about one gift on its way: promised, received, late, declined, and what a decided campaign makes of it. */
@Injectable()
export class PledgeLetters implements OnModuleInit {
  constructor(
    private readonly about: AboutGift,
    private readonly context: LetterContext,
    private readonly projects: ProjectsQueries,
    private readonly bank: BankService,
    private readonly publicWords: PublicWordsService,
    private readonly bodies: BodiesQueries,
    private readonly calls: MatchingQueries,
  ) {}

  onModuleInit(): void {
    const on: AboutGift['on'] = (kind, more, still) => this.about.on(kind, more, still);
    const toProject: Adds = ({ named }) => ({ path: named.path });
    on('promise', (told) => this.promise(told), ({ state }) => state === 'promised'); // prettier-ignore
    on('receipt', ({ pledge }) => this.receipt(pledge));
    on('cash', ({ pledge, named }) => this.cash(pledge, named), ({ state }) => state === 'awaited'); // prettier-ignore
    on('transfer-late', (told) => this.late(told), ({ state }) => state === 'awaited'); // prettier-ignore
    on('transfer', (told) => this.transfer(told), ({ state }) => state === 'awaited'); // prettier-ignore
    for (const kind of ['declined', 'declined-again']) on(kind, (told) => this.repair(told), ({ state }) => state === 'declined'); // prettier-ignore
    on('words-hidden', (told) => this.wordsHidden(told));
    for (const kind of ['uncounted', 'uncounted-cash']) on(kind, ({ pledge }) => ({ path: this.about.link(pledge) }), ({ state }) => state === 'awaited'); // prettier-ignore
    on('succeeded', (told) => this.succeeded(told), ({ state }) => state === 'counted'); // prettier-ignore
    for (const kind of ['released', 'smaller-back']) on(kind, (told) => this.smaller(told));
    on('cash-void', toProject, ({ state }) => state === 'withdrawn');
    for (const kind of ['lapsed', 'withdrawn', 'overpaid', 'failed']) on(kind, toProject);
  }

  private async receipt(pledge: Pledge): Promise<More> {
    return {
      params: {
        ...(await this.context.head(pledge.lang)),
        ...(await this.wish(pledge)),
        ...(await this.match(pledge)),
      },
      path: receiptPath(pledge.lang, pledge.receiptCode),
      also: { key: 'letter.receipt.where', path: this.about.link(pledge) },
    };
  }

  private async promise({ pledge }: Told): Promise<More | null> {
    const campaign = await this.projects.campaign(pledge.projectId);
    if (!campaign) return null;
    const { lang } = pledge;
    const params = { until: lastDay(lang, campaign.closesAt), target: formatMoney(lang, campaign.threshold) };
    return {
      params: { ...params, ...(await this.wish(pledge)), ...(await this.match(pledge)) },
      path: this.about.link(pledge),
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
    return { params: { iban: spaced, bank, holder, until }, path: this.about.link(pledge) };
  }

  private async late({ pledge }: Told): Promise<More | null> {
    const campaign = await this.projects.campaign(pledge.projectId);
    if (!campaign) return null;
    return { params: { until: formatDate(pledge.lang, lastDayToCome(campaign)) }, path: this.about.link(pledge) };
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
    return { params, path: this.about.link(pledge) };
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

  private async wordsHidden({ pledge }: Told): Promise<More | null> {
    const said = await this.publicWords.of(pledge.id);
    if (!said?.reason) return null;
    return { params: { why: sayIn(pledge.lang)(`words.why.${said.reason}`) }, path: this.about.link(pledge) };
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
}
