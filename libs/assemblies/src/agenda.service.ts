import { Injectable } from '@nestjs/common';
import { MembersQueries, ROLES, type VoteRule, VoteRulesService } from '#libs/hometowns/src/index.js';
import {
  addDays,
  type BodyId,
  civilDate,
  type CivilDate,
  parseCivilDate,
  type PersonId,
  refuse,
  refuseFields,
} from '#libs/kernel/src/index.js';
import {
  Clock,
  Database,
  isThere,
  LANGS,
  type Multilingual,
  Outbox,
  rowsOf,
  type Tx,
} from '#libs/platform/src/index.js';
import { candidateEvent } from './assemblies.events.js';
import { type AssemblyId, AHEAD_DAYS, CALLS, type Elected, ELECTED, type ItemId, ITEMS_MAX, NOTICE_DAYS, type Says } from './assembly.js'; // prettier-ignore
import { lockAssembly, lockDraft } from './drafts.js';
import { dissolutionWords, electionWords, ruleWords } from './question.words.js';

/** A point to be put on an agenda. */
export type NewItem =
  | { readonly kind: 'question'; readonly question: Multilingual }
  | { readonly kind: 'officers'; readonly role: Elected; readonly candidate: PersonId; readonly years: number }
  | { readonly kind: 'rules'; readonly rule: VoteRule }
  | { readonly kind: 'dissolution' };

/** A draft to be begun; the caller chooses its id. */
export interface NewAssembly {
  readonly id: AssemblyId;
  /** Null for as soon as the notice allows. */
  readonly opensOn: CivilDate | null;
}

/** A point of an agenda as a row keeps it. */
interface Point {
  readonly question: Multilingual;
  readonly role: Elected | null;
  readonly candidate_id: PersonId | null;
  readonly years: number | null;
  readonly rule: VoteRule | null;
}

const QUESTION = { least: 3, most: 1000 } as const;
const YEARS_MOST = 4;

/** Drafts of assemblies: the day, and what is to be decided. A draft is its maker's own, any member may make one. */
@Injectable()
export class AgendaService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly members: MembersQueries,
    private readonly rules: VoteRulesService,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Begins a draft, or gives it another day; without one it opens as soon as the notice allows. The caller chooses its id, so
   * that it may be sent again. Throws `assembly-day`, `assembly-drafts` beyond twenty of his, `id-taken`, `assembly-noticed`,
   * and as `mustHold`.
   */
  async prepare(bodyId: BodyId, { id, opensOn: wanted }: NewAssembly, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.members.mustHold(tx, by, bodyId, ROLES.association);
      const opensOn = dayOf(wanted, civilDate(await this.clock.now(tx)));
      const made = await rowsOf(
        tx,
        `insert into assemblies.assembly (id, association_id, opens_on, by, at) values ($1, $2, $3, $4, platform.now())
         on conflict do nothing returning 1`,
        [id, bodyId, opensOn, by],
      );
      if (made.length > 0) return mustBeFewDrafts(tx, bodyId, by);
      const { associationId } = await lockDraft(tx, id, by);
      if (associationId !== bodyId) throw refuse('conflict', 'id-taken', 'The id was used for another assembly.');
      await tx.query('update assemblies.assembly set opens_on = $2 where id = $1', [id, opensOn]);
    });
  }

  /**
   * Puts a point at the end of a draft's agenda; whoever is to stand for an office is asked whether he wants to. The same
   * again changes nothing. Throws `agenda-question`, `agenda-role`,
   * `agenda-candidate` (not a member), `agenda-years`, as setting a vote rule does, `agenda-dissolution` (it
   * stands there already), `agenda-full`, `id-taken`, `assembly-noticed`.
   */
  async add(assemblyId: AssemblyId, { id, ...item }: NewItem & { readonly id: ItemId }, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { associationId } = await lockDraft(tx, assemblyId, by);
      await this.members.mustHold(tx, by, associationId, ROLES.association);
      const point = { id, assembly_id: assemblyId, kind: item.kind, ...(await this.pointOf(tx, associationId, item)) };
      if (await isThere(tx, 'assemblies.item', point)) return;
      const [{ n, ends } = { n: 0, ends: false }] = await rowsOf<{ n: number; ends: boolean }>(
        tx,
        `select coalesce(max(position), 0)::int as n, coalesce(bool_or(kind = 'dissolution'), false) as ends
         from assemblies.item where assembly_id = $1`,
        [assemblyId],
      );
      if (ends && item.kind === 'dissolution')
        throw refuse('conflict', 'agenda-dissolution', 'The dissolution is on the agenda already.');
      if (n >= ITEMS_MAX) throw refuse('conflict', 'agenda-full', 'The agenda is full.', { most: ITEMS_MAX });
      const columns = Object.keys(point).join(', ');
      await tx.query(
        `insert into assemblies.item (${columns}, position) select ${columns}, $2::int from jsonb_populate_record(null::assemblies.item, $1::jsonb)`,
        [JSON.stringify(point), n + 1],
      );
      if (item.kind !== 'officers') return;
      if (item.candidate === by) await keepAnswer(tx, id, 'yes');
      else await this.outbox.add(tx, candidateEvent('candidate-asked', assemblyId, id));
    });
  }

  /**
   * Whoever is to stand for an office says whether he wants to; until the notice he may say otherwise. Throws `assembly-noticed`,
   * and as `mustHold`; a point on which somebody else stands is not found.
   */
  async answer(assemblyId: AssemblyId, itemId: ItemId, says: Says, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { associationId, state } = await lockAssembly(tx, assemblyId);
      await this.members.mustHold(tx, by, associationId, ROLES.association);
      const [item] = await rowsOf<{ says: Says | null }>(
        tx,
        'select candidate_says as says from assemblies.item where id = $1 and assembly_id = $2 and candidate_id = $3',
        [itemId, assemblyId, by],
      );
      if (!item) throw refuse('not-found', 'not-found', 'No such point.');
      if (item.says === says) return;
      if (state !== 'draft') throw refuse('conflict', 'assembly-noticed', 'Its agenda stands.');
      await keepAnswer(tx, itemId, says);
      await this.outbox.add(tx, candidateEvent('candidate-said', assemblyId, itemId));
    });
  }

  /** Takes a point off a draft; one that is not there passes. Throws `assembly-noticed`. */
  async remove(assemblyId: AssemblyId, itemId: ItemId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      await lockDraft(tx, assemblyId, by);
      const [gone] = await rowsOf<{ position: number }>(
        tx,
        'delete from assemblies.item where id = $1 and assembly_id = $2 returning position',
        [itemId, assemblyId],
      );
      if (!gone) return;
      const close = 'update assemblies.item set position = position - 1 where assembly_id = $1 and position > $2';
      await tx.query(close, [assemblyId, gone.position]);
    });
  }

  /** What a point says, as a row keeps it. */
  private async pointOf(tx: Tx, bodyId: BodyId, item: NewItem): Promise<Point> {
    const none = { role: null, candidate_id: null, years: null, rule: null };
    if (item.kind === 'question') return { ...none, question: soundQuestion(item.question) };
    if (item.kind === 'rules') {
      const rule = this.rules.sound(item.rule);
      return { ...none, question: ruleWords(rule), rule };
    }
    if (item.kind === 'dissolution') return { ...none, question: dissolutionWords() };
    const { role, candidate, years } = item;
    if (!ELECTED.includes(role)) throw refuseFields({ pointer: '/role', code: 'agenda-role' });
    if (!Number.isInteger(years) || years < 1 || years > YEARS_MOST)
      throw refuseFields({ pointer: '/years', code: 'agenda-years', params: { years: YEARS_MOST } });
    const members = await this.members.rolesOf(candidate, tx);
    if (!members.some(({ body }) => body.id === bodyId))
      throw refuseFields({ pointer: '/candidate', code: 'agenda-candidate' });
    return { ...none, question: electionWords(role, years), role, candidate_id: candidate, years };
  }
}

async function keepAnswer(tx: Tx, itemId: ItemId, says: Says): Promise<void> {
  await tx.query('update assemblies.item set candidate_says = $2 where id = $1', [itemId, says]);
}

async function mustBeFewDrafts(tx: Tx, bodyId: BodyId, by: PersonId): Promise<void> {
  const drafts = await rowsOf(
    tx,
    `select from assemblies.assembly where association_id = $1 and by = $2 and state = 'draft'`,
    [bodyId, by],
  );
  if (drafts.length > CALLS.drafts)
    throw refuse('conflict', 'assembly-drafts', 'Drop one of the drafts first.', { most: CALLS.drafts });
}

/** The day on which an assembly opens of which notice is given today: not before seven whole days, and not in a year. */
function dayOf(wanted: CivilDate | null, today: CivilDate): CivilDate {
  const [first, last] = [addDays(today, NOTICE_DAYS + 1), addDays(today, AHEAD_DAYS)];
  const day = wanted ?? first;
  if (!parseCivilDate(day) || day < first || day > last)
    throw refuseFields({ pointer: '/opensOn', code: 'assembly-day', params: { days: NOTICE_DAYS, most: AHEAD_DAYS } });
  return day;
}

/** A question in the languages in which it is asked, the first of them its original where the named one is empty. */
function soundQuestion(question: Multilingual): Multilingual {
  const said = LANGS.flatMap((lang) => {
    const text = question[lang]?.trim().replace(/\s+/g, ' ');
    return text ? [[lang, text] as const] : [];
  });
  const original = said.find(([lang]) => lang === question.original)?.[0] ?? said[0]?.[0];
  const sound = said.every(([, text]) => text.length >= QUESTION.least && text.length <= QUESTION.most);
  if (!original || !sound)
    throw refuseFields({
      pointer: `/question/${question.original}`,
      code: 'agenda-question',
      params: { most: QUESTION.most },
    });
  return { original, ...Object.fromEntries(said) };
}
