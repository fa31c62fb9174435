import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AssembliesQueries, type Assembly, type AssemblyId, type Item } from '#libs/assemblies/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { Handlers, rowsOf, type StoredEvent, textIn, type Tx } from '#libs/platform/src/index.js';
import { Composers } from './composers.js';
import type { Composed, Letter } from './letter.js';
import { assemblyPath } from './letter.paths.js';
import { LetterContext } from './letter-context.service.js';
import { LettersService } from './letters.service.js';

interface Point {
  readonly assembly: Assembly;
  readonly item: Item;
}

/** So many such letters somebody gets within a day: who is put on agendas and taken off again finds them on the page of assemblies. */
const ASKED_A_DAY = 5;

/** Letters about standing for an office: whoever is to stand is asked, and whoever drafted the agenda hears what he said. */
@Injectable()
export class CandidateLetters implements OnModuleInit {
  constructor(
    private readonly handlers: Handlers,
    private readonly composers: Composers,
    private readonly letters: LettersService,
    private readonly context: LetterContext,
    private readonly assemblies: AssembliesQueries,
    private readonly bodies: BodiesQueries,
  ) {}

  onModuleInit(): void {
    this.handlers.on('assemblies.candidate-asked', 'notices.candidate', (tx, event) =>
      this.tell(tx, event, 'candidate-asked', ({ item }) => item.candidate!),
    );
    this.handlers.on('assemblies.candidate-said', 'notices.candidate', (tx, event) =>
      this.tell(tx, event, 'candidate-said', ({ assembly }) => assembly.by),
    );
    this.composers.on('candidate-asked', (letter) => this.compose(letter, ({ says }) => says === null));
    this.composers.on('candidate-said', (letter) => this.compose(letter, ({ id, says }) => letter.occasion === `${id}:${says ?? ''}`)); // prettier-ignore
  }

  /** What he said is kept in the occasion, beside the point: whoever says otherwise later is told of again. */
  private async tell(tx: Tx, { data }: StoredEvent, kind: string, whom: (point: Point) => PersonId): Promise<void> {
    const point = await this.pointOf(data.assemblyId as AssemblyId, String(data.itemId));
    if (!point) return;
    const { assembly, item } = point;
    const personId = whom(point);
    if (kind === 'candidate-asked' && (await askedToday(tx, personId)) >= ASKED_A_DAY) return;
    const occasion = kind === 'candidate-said' ? `${item.id}:${item.says ?? ''}` : item.id;
    await this.letters.order(tx, { kind, personId, subject: assembly.id, occasion });
  }

  /** Nothing to say once the point is taken off, the notice has gone out, or he has said something else. */
  private async compose(letter: Letter, stands: (item: Item) => boolean): Promise<Composed | null> {
    const point = await this.pointOf(letter.subject as AssemblyId, letter.occasion!.split(':')[0]!);
    if (point?.assembly.state !== 'draft' || !stands(point.item)) return null;
    const { assembly, item } = point;
    const asked = letter.kind === 'candidate-asked';
    const [person, other, body] = await Promise.all([
      this.context.person(letter.personId),
      this.context.person(asked ? assembly.by : item.candidate),
      this.bodies.find(assembly.associationId),
    ]);
    if (!person || !body) return null;
    const { email, lang } = person;
    const params = {
      ...{ body: textIn(lang, body.name).text, who: other?.name ?? '–' },
      ...{ question: textIn(lang, item.question).text, says: item.says ?? '' },
    };
    const path = assemblyPath(lang, body.id, assembly.id);
    return this.context.composed(letter.kind, { email, lang, params, why: 'office', path });
  }

  private async pointOf(assemblyId: AssemblyId, itemId: string): Promise<Point | null> {
    const assembly = await this.assemblies.find(assemblyId);
    const item = assembly?.items.find(({ id }) => id === itemId);
    return assembly && item ? { assembly, item } : null;
  }
}

async function askedToday(tx: Tx, personId: PersonId): Promise<number> {
  const sql = `select from notices.letter where kind = 'candidate-asked' and person_id = $1 and ordered_at > platform.now() - interval '1 day'`;
  return (await rowsOf(tx, sql, [personId])).length;
}
