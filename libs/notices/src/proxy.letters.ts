import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import type { PersonId, VoteId } from '#libs/kernel/src/index.js';
import { formatMoment, Handlers, type StoredEvent, textIn, type Tx } from '#libs/platform/src/index.js';
import { ProxiesQueries, VotesQueries } from '#libs/voting/src/index.js';
import { Composers } from './composers.js';
import type { Composed, Letter } from './letter.js';
import { votePath } from './letter.paths.js';
import { LetterContext } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

/** A member hears that another has asked him to vote for him: else nobody would. */
@Injectable()
export class ProxyLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly composers: Composers,
    private readonly letters: LettersService,
    private readonly context: LetterContext,
    private readonly bodies: BodiesQueries,
    private readonly votes: VotesQueries,
    private readonly proxies: ProxiesQueries,
  ) {}

  onModuleInit(): void {
    this.handlers.on('voting.proxy-named', 'notices.proxy', (tx, event) => this.named(tx, event));
    this.composers.on('proxy-named', (letter) => this.compose(letter));
  }

  private named(tx: Tx, { data }: StoredEvent): Promise<void> {
    const [subject, personId] = [String(data.voteId), data.holderId as PersonId];
    return this.letters.order(tx, { kind: 'proxy-named', personId, subject, occasion: String(data.giverId) });
  }

  /** Nothing to say once he has voted for him, the other votes himself, or the vote is over. */
  private async compose({ kind, personId, subject, occasion }: Letter): Promise<Composed | null> {
    if (!personId) return null;
    const vote = await this.votes.find(subject as VoteId);
    if (vote?.state !== 'open') return null;
    const { givers } = await this.proxies.of(vote.id, personId);
    if (!givers.some((one) => one.personId === occasion && !one.used)) return null;
    const [reader, giver, body] = await Promise.all([
      this.context.person(personId),
      this.context.person(occasion as PersonId),
      this.bodies.find(vote.associationId),
    ]);
    if (!reader || !giver || !body) return null;
    const { email, lang } = reader;
    const who = giver.name ?? giver.email;
    const params = { body: textIn(lang, body.name).text, who, closes: formatMoment(lang, vote.closesAt) };
    return this.context.composed(kind, {
      email,
      lang,
      params,
      why: 'office',
      path: `${votePath(lang, vote.id)}#proxy`,
    });
  }
}
