import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditQueries, sayFinding, sayHow, sayThing } from '#libs/audit/src/index.js';
import { type FundGiftId, FundsQueries } from '#libs/funds/src/index.js';
import { StaffService } from '#libs/identity/src/index.js';
import type { PledgeId } from '#libs/kernel/src/index.js';
import {
  formatMoment,
  formatMoney,
  Handlers,
  type Lang,
  sayIn,
  type Tx,
  type WordParams,
} from '#libs/platform/src/index.js';
import { DisputesQueries } from '#libs/payments/src/index.js';
import { DeskQueries, PledgesQueries } from '#libs/pledges/src/index.js';
import { Composers } from './composers.js';
import type { Letter } from './letter.js';
import { operatorPath } from './letter.paths.js';
import { LetterContext } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

type More = { readonly params: WordParams; readonly path: string };

/** So many findings stand in the letter; all of them on the page. */
const TOLD = 5;

/** What the operator's staff is told when something needs a person: the audit, money that came back, a dispute. */
@Injectable()
export class OperatorLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly composers: Composers,
    private readonly letters: LettersService,
    private readonly context: LetterContext,
    private readonly staff: StaffService,
    private readonly disputes: DisputesQueries,
    private readonly pledges: PledgesQueries,
    private readonly desk: DeskQueries,
    private readonly funds: FundsQueries,
    private readonly audits: AuditQueries,
  ) {}

  onModuleInit(): void {
    this.handlers.on('audit.broken', 'notices.audit', (tx, { data }) =>
      this.tell(tx, {
        kind: 'audit-broken',
        subject: String(data.runId),
      }),
    );
    this.handlers.on('pledges.refund-failed', 'notices.refund-failed', (tx, { id, data }) =>
      this.tell(tx, { kind: 'refund-failed', subject: String(data.pledgeId), occasion: `${String(data.refundId)}:${id}` }),
    ); // prettier-ignore
    this.handlers.on('funds.gift-refund-failed', 'notices.fund-refund-failed', (tx, { id, data }) =>
      this.tell(tx, { kind: 'refund-failed', subject: String(data.giftId), occasion: `${String(data.refundId)}:${id}` }),
    ); // prettier-ignore
    for (const kind of ['inquired', 'disputed', 'dispute-due'] as const) {
      this.handlers.on(`payments.${kind}`, `notices.${kind}`, (tx, { data }) =>
        this.tell(tx, { kind, subject: String(data.disputeId) }),
      );
    }
    this.handlers.on('payments.dispute-ended', 'notices.dispute-ended', async (tx, { data }) => {
      const outcome = (await this.disputes.find(String(data.disputeId), tx))?.outcome;
      if (outcome) await this.tell(tx, { kind: `dispute-${outcome}`, subject: String(data.disputeId) });
    });
    this.handlers.on('payments.warned', 'notices.warned', (tx, { data }) =>
      this.tell(tx, { kind: 'warned', subject: String(data.warningId) }),
    );
    this.on('audit-broken', (lang, letter) => this.found(lang, letter));
    this.on('refund-failed', (lang, letter) => this.refundFailed(lang, letter));
    for (const kind of ['inquired', 'disputed', 'dispute-due', 'dispute-won', 'dispute-lost'])
      this.on(kind, (lang, letter) => this.dispute(lang, letter));
    this.on('warned', (lang, letter) => this.warning(lang, letter));
  }

  /** What a run has found: the first of it in words, and how the cause of each is found. */
  private async found(lang: Lang, { subject }: Letter): Promise<More | null> {
    const run = await this.audits.find(subject);
    if (!run || run.findings.length === 0) return null;
    const { at, findings } = run;
    const first = findings
      .slice(0, TOLD)
      .map((one) => `${sayThing(lang, one.subject)} (${one.subject}): ${sayFinding(lang, one)}`);
    const more = findings.length - first.length;
    const params = {
      at: formatMoment(lang, at),
      all: findings.some(({ projects }) => projects === null) ? 'yes' : 'no',
      found: [...first, ...(more > 0 ? [sayIn(lang)('letter.audit-broken.more', { n: more })] : [])].join('\n\n'),
      how: sayHow(lang, findings).join('\n\n'),
    };
    return { params, path: operatorPath(lang, '/audit') };
  }

  private async refundFailed(lang: Lang, { subject, occasion }: Letter): Promise<More | null> {
    const pledge = await this.pledges.find(subject as PledgeId);
    const gift = await this.giftOf(`${pledge ? 'pledge' : 'fund-gift'}:${subject}`);
    const refund = (await this.desk.refundsOf(subject as PledgeId)).find(({ id }) => occasion!.startsWith(id));
    if (!gift || refund?.state !== 'failed') return null;
    const params = { ref: gift.ref, sum: formatMoney(lang, refund.amount) };
    return { params, path: operatorPath(lang, gift.path) };
  }

  private async dispute(lang: Lang, { subject }: Letter): Promise<More | null> {
    const dispute = await this.disputes.find(subject);
    const gift = dispute && (await this.giftOf(dispute.owner));
    if (!gift) return null;
    const { amount, answerBy } = dispute;
    const params = { ref: gift.ref, sum: formatMoney(lang, amount), until: answerBy ? formatMoment(lang, answerBy) : '–' }; // prettier-ignore
    return { params, path: operatorPath(lang, `/disputes/${dispute.id}`) };
  }

  private async warning(lang: Lang, { subject }: Letter): Promise<More | null> {
    const warning = await this.disputes.warning(subject);
    const gift = warning && (await this.giftOf(warning.owner));
    if (!gift) return null;
    const params = { ref: gift.ref, sum: formatMoney(lang, warning.amount) };
    return { params, path: operatorPath(lang, gift.path) };
  }

  /** The gift whose payment it is, to a project or to a town's fund, and its page at the desk. */
  private async giftOf(owner: string): Promise<{ ref: string; path: string } | null> {
    const [kind, id] = owner.split(':') as [string, string];
    const fund = kind === 'fund-gift';
    const gift = fund ? await this.funds.find(id as FundGiftId) : await this.pledges.find(id as PledgeId);
    return gift && { ref: gift.ref, path: `/${fund ? 'fund-gifts' : 'refunds'}/${id}` };
  }

  private on(kind: string, more: (lang: Lang, letter: Letter) => Promise<More | null> | More): void {
    this.composers.on(kind, async (letter) => {
      const person = await this.context.person(letter.personId);
      const added = person && (await more(person.lang, letter));
      return added && this.context.composed(kind, { email: person.email, lang: person.lang, why: 'office', ...added });
    });
  }

  private async tell(tx: Tx, letter: Pick<Letter, 'kind' | 'subject' | 'occasion'>): Promise<void> {
    const staff = await this.staff.all();
    await this.letters.order(tx, ...staff.map((personId) => ({ ...letter, personId })));
  }
}
