import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CofundingQueries, type ShareId } from '#libs/cofunding/src/index.js';
import { BodiesQueries, MembersQueries } from '#libs/hometowns/src/index.js';
import type { BodyId, ProjectId } from '#libs/kernel/src/index.js';
import { formatDate, formatMoney, Handlers, rowsOf, sayIn, type StoredEvent, textIn, type Tx } from '#libs/platform/src/index.js'; // prettier-ignore
import { isAwaited, PartnersQueries, SENDERS } from '#libs/projects/src/index.js';
import { Composers } from './composers.js';
import type { Composed, Letter } from './letter.js';
import { jointPath, jointSharesPath } from './letter.paths.js';
import { LetterContext } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

/** So many letters of a kind about one project one town hall gets within a day: its desk has the rest. */
const A_DAY = 3;

/** Letters to a town hall of a joint project whose money another one has changed in the plan, or recorded. */
@Injectable()
export class PartnerSharesLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly letters: LettersService,
    private readonly composers: Composers,
    private readonly context: LetterContext,
    private readonly partners: PartnersQueries,
    private readonly cofunding: CofundingQueries,
    private readonly members: MembersQueries,
    private readonly bodies: BodiesQueries,
  ) {}

  onModuleInit(): void {
    this.handlers.on('projects.partner-share-changed', 'notices.partner-share', (tx, event) =>
      this.tell(tx, event, { kind: 'partner-share-changed', occasion: event.id }),
    );
    this.handlers.on('cofunding.share-recorded-for', 'notices.partner-share', (tx, event) =>
      this.tell(tx, event, { kind: 'partner-share-recorded', occasion: String(event.data.shareId) }),
    );
    this.composers.on('partner-share-changed', (letter) => this.ofChange(letter));
    this.composers.on('partner-share-recorded', (letter) => this.ofRecord(letter));
  }

  /** Whoever may sign for the town hall, each in his language, once for each change. */
  private async tell(tx: Tx, { data }: StoredEvent, { kind, occasion }: { kind: string; occasion: string }): Promise<void> {
    const subject = `${String(data.projectId)}:${String(data.townHallId)}`;
    const [told] = await rowsOf<{ n: number }>(
      tx,
      `select count(distinct occasion)::int as n from notices.letter
        where kind = $1 and subject = $2 and ordered_at > platform.now() - interval '1 day' and occasion <> $3`,
      [kind, subject, occasion],
    );
    if (told!.n >= A_DAY) return;
    const people = await this.members.officersOf(data.townHallId as BodyId, SENDERS, tx);
    await this.letters.order(tx, ...people.map((personId) => ({ kind, personId, subject, occasion })));
  } // prettier-ignore

  private async ofChange(letter: Letter): Promise<Composed | null> {
    const known = await this.known(letter);
    // What was agreed to meanwhile, or is as it was, asks for nothing any more.
    if (!known?.partner.agreed || known.project.state !== 'draft' || !isAwaited(known.partner)) return null;
    const { person, partner, params } = known;
    const { lang } = person;
    const said = {
      ...params,
      sum: formatMoney(lang, partner.share),
      agreed: formatMoney(lang, partner.agreed!),
      number: partner.actNumber ?? '',
      date: partner.actDate ? formatDate(lang, partner.actDate) : '',
    };
    const path = jointPath(lang, partner.townHallId, partner.projectId);
    return this.context.composed(letter.kind, { ...person, params: said, why: 'office', path });
  }

  private async ofRecord(letter: Letter): Promise<Composed | null> {
    const [known, share] = [await this.known(letter), await this.cofunding.step(letter.occasion as ShareId)];
    if (!known || !share) return null;
    const { person, partner, params } = known;
    const { lang } = person;
    const said = {
      ...params,
      step: share.step,
      sum: formatMoney(lang, share.amount),
      act: sayIn(lang)(`act.kind.${share.actKind}`),
      number: share.actNumber ?? 'none',
      date: share.actDate ? formatDate(lang, share.actDate) : 'none',
    };
    const path = jointSharesPath(lang, partner.townHallId, partner.projectId);
    return this.context.composed(letter.kind, { ...person, params: said, why: 'office', path });
  }

  /** The reader, the town hall he signs for, and the project as his language names it. */
  private async known({ personId, subject }: Letter) {
    const [projectId, townHallId] = subject.split(':') as [ProjectId, BodyId];
    const [person, partner] = [await this.context.person(personId), await this.partners.one(projectId, townHallId)];
    const named = person && (await this.context.project(projectId, person.lang));
    if (!person || !named || partner?.state !== 'agreed') return null;
    const lead = await this.bodies.find(named.project.townHallId);
    const params = { project: named.title, lead: lead ? textIn(person.lang, lead.name).text : '' };
    return { person, partner, project: named.project, params };
  }
}
