import { Injectable } from '@nestjs/common';
import type { PledgeId } from '#libs/kernel/src/index.js';
import { formatDate, formatMoney, type WordParams } from '#libs/platform/src/index.js';
import { type Pledge, PledgesQueries, PromisesService } from '#libs/pledges/src/index.js';
import { Composers } from './composers.js';
import type { Composed, Composer } from './letter.js';
import { giftPath } from './letter.paths.js';
import { type Draft, LetterContext, type ProjectNamed } from './letter-context.service.js';

/** The gift that a letter is about, and its project in the donor's language. */
export interface Told {
  readonly pledge: Pledge;
  readonly named: ProjectNamed;
}

/** What one kind of letter says beside the gift, and where it leads. */
export type More = Pick<Draft, 'params' | 'path' | 'also'>;

/** What a kind adds; null when there is nothing to say any more. */
export type Adds = (told: Told, occasion: string) => Promise<More | null> | More | null;

/** Whether there is still reason to write of the gift. */
type Still = (pledge: Pledge) => boolean;

/** What all letters about one gift have in common: its words, in the language in which it was given, and the link to it. */
@Injectable()
export class AboutGift {
  constructor(
    private readonly composers: Composers,
    private readonly context: LetterContext,
    private readonly pledges: PledgesQueries,
    private readonly promises: PromisesService,
  ) {}

  /** `more` adds to the letters of this kind, as long as they are `still` to be written when they are sent. */
  on(kind: string, more: Adds, still: Still = () => true): void {
    this.composers.on(kind, this.about(more, still));
  }

  /** Where the donor sees the gift and acts on it. */
  link({ id, lang }: Pledge): string {
    return giftPath(lang, id, this.promises.tokenOf(id));
  }

  private about(more: Adds, still: Still): Composer {
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
}

/** Where the donor's money goes when the project does not happen: nothing was taken, nothing is to be sent, it comes back, it went on. */
function moneyOf({ countedAt, shortfall, way }: Pledge): 'none' | 'await' | 'cash' | 'back' | 'next' {
  if (!countedAt) return way === 'transfer' ? 'await' : way === 'cash' ? 'cash' : 'none';
  return shortfall === 'next' ? 'next' : 'back';
}
