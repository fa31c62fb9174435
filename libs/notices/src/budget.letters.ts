import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type BudgetVote, type BudgetVoteId, BudgetVotesQueries, ReadersQueries, ResultsQueries } from '#libs/budgeting/src/index.js'; // prettier-ignore
import { placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import type { Money, PersonId } from '#libs/kernel/src/index.js';
import { BoardLettersService } from '#libs/needs/src/index.js';
import { Config, formatMoney, Handlers, type Lang, type Multilingual, textIn, type Tx, type WordParams } from '#libs/platform/src/index.js'; // prettier-ignore
import { Composers } from './composers.js';
import type { Composed, Letter } from './letter.js';
import { boardLettersPath, budgetVotePath } from './letter.paths.js';
import { lastDay, LetterContext } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

/** What one letter says beside the vote itself; null when there is nothing to say any more. */
type Words = (lang: Lang, vote: BudgetVote, personId: PersonId) => Promise<WordParams | null>;

/** Letters about a town's vote under a budget: to its neighbours when it opens, nears its end, is counted or stopped. */
@Injectable()
export class BudgetLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly composers: Composers,
    private readonly letters: LettersService,
    private readonly context: LetterContext,
    private readonly votes: BudgetVotesQueries,
    private readonly readers: ReadersQueries,
    private readonly results: ResultsQueries,
    private readonly places: PlacesQueries,
    private readonly wanted: BoardLettersService,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.tell('opened', (tx, id) => this.readers.neighbours(tx, id));
    this.tell('closing-soon', (tx, id) => this.readers.silent(tx, id));
    this.tell('counted', (tx, id) => this.readers.neighbours(tx, id));
    this.tell('voided', (tx, id) => this.readers.voters(tx, id));
    this.tell('voided', (tx, id) => this.readers.silent(tx, id), 'budget-called-off');
    this.composers.on('budget-opened', (letter) => this.news(letter, (lang, vote) => this.opened(lang, vote)));
    this.composers.on('budget-closing-soon', (letter) => this.news(letter, (...about) => this.closing(...about)));
    this.composers.on('budget-counted', (letter) => this.news(letter, (lang, vote) => this.counted(lang, vote)));
    const why: Words = (_lang, vote) => Promise.resolve({ reason: vote.voidWhy! });
    this.composers.on('budget-voided', (letter) => this.compose(letter, why));
    this.composers.on('budget-called-off', (letter) => this.news(letter, why));
  }

  private tell(
    what: string,
    readers: (tx: Tx, id: BudgetVoteId) => Promise<PersonId[]>,
    kind = `budget-${what}`,
  ): void {
    this.handlers.on(`budgeting.${what}`, `notices.${kind}`, async (tx, { data }) => {
      const subject = String(data.voteId);
      const people = await readers(tx, subject as BudgetVoteId);
      await this.letters.order(tx, ...people.map((personId) => ({ kind, personId, subject })));
    });
  }

  private async opened(lang: Lang, vote: BudgetVote): Promise<WordParams | null> {
    if (vote.state !== 'open') return null;
    return { options: linesOf(lang, await this.votes.options(vote.id)) };
  }

  /** Whoever has voted since is not reminded. */
  private async closing(_lang: Lang, vote: BudgetVote, personId: PersonId): Promise<WordParams | null> {
    if (vote.state !== 'open' || (await this.votes.standing(vote.id, personId)).voted) return null;
    return { n: vote.voted.resident + vote.voted.native };
  }

  private async counted(lang: Lang, vote: BudgetVote): Promise<WordParams | null> {
    const [options, [decides]] = await Promise.all([this.votes.options(vote.id), this.results.counts(vote.id)]);
    const chosen = options.filter(({ code }) => decides!.winners.includes(code));
    return { n: decides!.voters, some: chosen.length > 0 ? 'yes' : 'no', options: linesOf(lang, chosen) };
  }

  /** To neighbours, as long as they want letters from their town. */
  private async news(letter: Letter, words: Words): Promise<Composed | null> {
    const vote = await this.votes.find(letter.subject as BudgetVoteId);
    const reader = { placeCode: vote!.placeCode, personId: letter.personId! };
    if (!(await this.wanted.wants(reader))) return null;
    const token = await this.wanted.tokenOf(reader);
    const stop = (lang: Lang) => boardLettersPath(lang, token);
    const composed = await this.compose(letter, words, stop);
    return composed && { ...composed, unsubscribe: this.config.publicUrl + stop(composed.to.lang) };
  }

  private async compose(
    { kind, personId, subject }: Letter,
    words: Words,
    stop?: (lang: Lang) => string,
  ): Promise<Composed | null> {
    const [person, vote] = await Promise.all([this.context.person(personId), this.votes.find(subject as BudgetVoteId)]);
    const place = vote && (await this.places.byCode(vote.placeCode));
    if (!person || !place) return null;
    const { email, lang } = person;
    const more = await words(lang, vote, person.id);
    if (!more) return null;
    const params = {
      ...{ place: placeName(lang, place), title: textIn(lang, vote.title).text, sum: formatMoney(lang, vote.budget) },
      ...{ until: lastDay(lang, vote.closesAt!), ...more },
    };
    const also = stop && { key: 'letter.budget.stop', path: stop(lang) };
    const path = budgetVotePath(lang, vote.id);
    return this.context.composed(kind, { email, lang, params, path, ...(also && { also }) });
  }
}

function linesOf(lang: Lang, options: readonly { readonly title: Multilingual; readonly cost: Money }[]): string {
  return options.map(({ title, cost }) => `– ${textIn(lang, title).text}, ${formatMoney(lang, cost)}`).join('\n');
}
