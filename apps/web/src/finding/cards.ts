import { Injectable } from '@nestjs/common';
import { civilDate, daysBetween, lastDayOf, Money } from '#libs/kernel/src/index.js';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { PledgesQueries, type Totals } from '#libs/pledges/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import type { ProjectCard } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { type CardView, shownState } from '../layout/card.view.js';
import { placeLine } from './place-line.js';

/** Makes cards of projects readable: names of places, money raised and promised, days that are left. */
@Injectable()
export class Cards {
  constructor(
    private readonly places: PlacesQueries,
    private readonly pledges: PledgesQueries,
    private readonly clock: Clock,
  ) {}

  /** The cards in their order, with totals of one query for all of them. */
  async views(reading: Reading, cards: readonly ProjectCard[]): Promise<CardView[]> {
    const [totals, now] = await Promise.all([this.pledges.totals(cards.map(({ id }) => id)), this.clock.now()]);
    const byProject = new Map(totals.map((each) => [each.projectId, each]));
    return Promise.all(cards.map((card) => this.view(reading, card, { totals: byProject.get(card.id), now })));
  }

  private async view(reading: Reading, card: ProjectCard, at: { totals?: Totals; now: Date }): Promise<CardView> {
    const place = await this.places.byCode(card.place.code);
    const target = card.built?.needed ?? card.optimum ?? card.minimum;
    const { totals } = at;
    return {
      href: reading.href(`/p/${card.place.slug}/${card.slug}`),
      code: card.code,
      title: card.title,
      place: place ? placeLine(reading, place) : card.place.ro,
      sector: card.sector,
      photo: card.cover,
      state: shownState(card),
      lateDays: card.lateDays,
      illustrative: card.illustrative,
      money:
        totals && target?.isPositive() && !['endorsement', 'published', 'failed', 'cancelled'].includes(card.state)
          ? { held: totals.raised, promised: totals.promised, target, built: card.built?.cost }
          : null,
      line: lineOf(reading, card, at),
    };
  }
}

function lineOf(
  { say, date, money }: Reading,
  card: ProjectCard,
  { totals, now }: { totals?: Totals; now: Date },
): string {
  const parts: string[] = [];
  if (totals && totals.donors > 0) parts.push(say('unit.donors', { n: totals.donors }));
  if (totals && totals.promisers > 0) parts.push(say('card.promisers', { n: totals.promisers }));
  if (card.objectionsUntil) parts.push(say('card.objections', { date: date(lastDayOf(card.objectionsUntil)) }));
  if (card.state === 'published' && card.opensOn) parts.push(say('card.opens', { date: date(card.opensOn) }));
  if (card.state === 'campaign' && card.closesOn) {
    parts.push(say('card.left', { n: Math.max(0, daysBetween(civilDate(now), card.closesOn)) }));
  }
  if (parts.length === 0 && card.total.compare(Money.zero('MDL')) > 0)
    parts.push(say('card.total', { sum: money(card.total) }));
  return parts.join(' · ');
}
