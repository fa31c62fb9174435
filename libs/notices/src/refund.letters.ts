import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MatchingQueries } from '#libs/matching/src/index.js';
import { formatDate, formatMoney } from '#libs/platform/src/index.js';
import { DeskQueries, EndingQueries, RefundRequestsService } from '#libs/pledges/src/index.js';
import { AboutGift, type More, type Told } from './about-gift.service.js';

/** How long a bank may take to show money that was sent back. */
const REFUND_DAYS = 10;

/** Letters to a donor about money that comes back: asked for, sent, not paid, or what is left of a project that was given up. */
@Injectable()
export class RefundLetters implements OnModuleInit {
  constructor(
    private readonly about: AboutGift,
    private readonly desk: DeskQueries,
    private readonly endings: EndingQueries,
    private readonly requests: RefundRequestsService,
    private readonly calls: MatchingQueries,
  ) {}

  onModuleInit(): void {
    this.about.on('refund', (told, occasion) => this.refund(told, occasion));
    this.about.on('refund-back', (told, occasion) => this.refund(told, occasion, 'failed'));
    this.about.on('refund-unpaid', (told, occasion) => this.refund(told, occasion, 'ordered'));
    for (const kind of ['refund-asked', 'refund-withdrawn', 'refund-refused'])
      this.about.on(kind, (told) => this.askedBack(told));
    this.about.on('cancelled', (told) => this.cancelled(told));
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
    return { params, path: this.about.link(pledge) };
  }
}
