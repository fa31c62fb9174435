import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { civilDate, type PersonId, type VoteId } from '#libs/kernel/src/index.js';
import { Clock, formatMoment, Handlers, sayIn, type StoredEvent, textIn, type Tx } from '#libs/platform/src/index.js';
import { ProxiesQueries, VotesQueries, type VoteView } from '#libs/voting/src/index.js';
import { Composers } from './composers.js';
import type { Composed, Letter } from './letter.js';
import { votePath } from './letter.paths.js';
import { LetterContext } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

/** A member hears that another has asked him to vote for him, or that whom he has asked takes no part: else nobody would. */
@Injectable()
export class ProxyLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly composers: Composers,
    private readonly letters: LettersService,
    private readonly clock: Clock,
    private readonly context: LetterContext,
    private readonly bodies: BodiesQueries,
    private readonly votes: VotesQueries,
    private readonly proxies: ProxiesQueries,
  ) {}

  onModuleInit(): void {
    this.handlers.on('voting.proxy-named', 'notices.proxy', (tx, event) => this.named(tx, event));
    this.composers.on('proxy-named', (letter) => this.compose(letter));
    this.handlers.on('voting.proxy-ended', 'notices.proxy', (tx, { id, data }) =>
      this.letters.order(tx, { kind: 'proxy-ended', personId: data.giverId as PersonId, subject: String(data.voteId), occasion: id }),
    ); // prettier-ignore
    this.composers.on('proxy-ended', (letter) => this.ended(letter));
  }

  /** Once a day for who asks, takes it back and asks again. */
  private async named(tx: Tx, { data }: StoredEvent): Promise<void> {
    const [subject, personId] = [String(data.voteId), data.holderId as PersonId];
    const occasion = `${String(data.giverId)} ${civilDate(await this.clock.now(tx))}`;
    return this.letters.order(tx, { kind: 'proxy-named', personId, subject, occasion });
  }

  /** Nothing to say once he has voted for him, the other votes himself, or the vote is over. */
  private async compose({ kind, personId, subject, occasion }: Letter): Promise<Composed | null> {
    if (!personId || !occasion) return null;
    const vote = await this.votes.find(subject as VoteId);
    if (vote?.state !== 'open') return null;
    const { givers } = await this.proxies.of(vote.id, personId);
    const giverId = occasion.split(' ')[0] as PersonId;
    if (!givers.some((one) => one.personId === giverId && !one.used)) return null;
    const giver = await this.context.person(giverId);
    return giver && this.about(vote, { kind, personId, who: giver.name });
  }

  /** Nothing to say once he has voted, has asked another, or the vote is over. */
  private async ended({ kind, personId, subject }: Letter): Promise<Composed | null> {
    if (!personId) return null;
    const vote = await this.votes.find(subject as VoteId);
    if (vote?.state !== 'open' || (await this.votes.standing(vote.id, personId)).voted) return null;
    const { holder } = await this.proxies.of(vote.id, personId);
    return holder ? null : this.about(vote, { kind, personId, who: null });
  }

  private async about(
    vote: VoteView,
    { kind, personId, who }: { kind: string; personId: PersonId; who: string | null },
  ): Promise<Composed | null> {
    const [reader, body] = [await this.context.person(personId), await this.bodies.find(vote.associationId)];
    if (!reader || !body) return null;
    const { email, lang } = reader;
    const named = who ?? sayIn(lang)('letter.proxy-named.somebody');
    const params = { body: textIn(lang, body.name).text, who: named, closes: formatMoment(lang, vote.closesAt) };
    const path = `${votePath(lang, vote.id)}${kind === 'proxy-named' ? '#proxy' : ''}`;
    return this.context.composed(kind, { email, lang, params, why: 'office', path });
  }
}
