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
import { Clock, Database, LANGS, type Multilingual, rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type AssemblyId, AHEAD_DAYS, type Elected, ELECTED, type ItemId, ITEMS_MAX, NOTICE_DAYS } from './assembly.js';
import { lockDraft } from './drafts.js';
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
  ) {}

  /**
   * Begins a draft, or gives it another day; without one it opens as soon as the notice allows. The caller chooses its id, so
   * that it may be sent again. Throws `assembly-day`, `id-taken`, `assembly-noticed`, and as `mustHold`.
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
      if (made.length > 0) return;
      const { associationId } = await lockDraft(tx, id, by);
      if (associationId !== bodyId) throw refuse('conflict', 'id-taken', 'The id was used for another assembly.');
      await tx.query('update assemblies.assembly set opens_on = $2 where id = $1', [id, opensOn]);
    });
  }

  /**
   * Puts a point at the end of a draft's agenda. A repeat changes nothing. Throws `agenda-question`, `agenda-role`,
   * `agenda-candidate` (not a member), `agenda-years`, as setting a vote rule does, `agenda-dissolution` (it
   * stands there already), `agenda-full`, `id-taken`, `assembly-noticed`.
   */
  async add(assemblyId: AssemblyId, { id, ...item }: NewItem & { readonly id: ItemId }, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { associationId } = await lockDraft(tx, assemblyId, by);
      await this.members.mustHold(tx, by, associationId, ROLES.association);
      const point = await this.pointOf(tx, associationId, item);
      const [{ n, own, taken, ends }] = (await rowsOf<{ n: number; own: boolean; taken: boolean; ends: boolean }>(
        tx,
        `select coalesce(max(position) filter (where assembly_id = $1), 0)::int as n,
           coalesce(bool_or(id = $2 and assembly_id = $1), false) as own, coalesce(bool_or(id = $2), false) as taken,
           coalesce(bool_or(assembly_id = $1 and kind = 'dissolution'), false) as ends
         from assemblies.item where assembly_id = $1 or id = $2`,
        [assemblyId, id],
      )) as [{ n: number; own: boolean; taken: boolean; ends: boolean }];
      if (own) return;
      if (taken) throw refuse('conflict', 'id-taken', 'The id was used for another point.');
      if (ends && item.kind === 'dissolution')
        throw refuse('conflict', 'agenda-dissolution', 'The dissolution is on the agenda already.');
      if (n >= ITEMS_MAX) throw refuse('conflict', 'agenda-full', 'The agenda is full.', { most: ITEMS_MAX });
      await tx.query(
        `insert into assemblies.item (id, assembly_id, position, kind, question, role, candidate_id, years, rule)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [id, assemblyId, n + 1, item.kind, ...point],
      );
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

  /** Question, role, candidate, years, rule: as a row keeps them. */
  private async pointOf(tx: Tx, bodyId: BodyId, item: NewItem): Promise<readonly unknown[]> {
    if (item.kind === 'question') return [JSON.stringify(soundQuestion(item.question)), null, null, null, null];
    if (item.kind === 'rules') {
      const rule = this.rules.sound(item.rule);
      return [JSON.stringify(ruleWords(rule)), null, null, null, JSON.stringify(rule)];
    }
    if (item.kind === 'dissolution') return [JSON.stringify(dissolutionWords()), null, null, null, null];
    const { role, candidate, years } = item;
    if (!ELECTED.includes(role)) throw refuseFields({ pointer: '/role', code: 'agenda-role' });
    if (!Number.isInteger(years) || years < 1 || years > YEARS_MOST)
      throw refuseFields({ pointer: '/years', code: 'agenda-years', params: { years: YEARS_MOST } });
    const members = await this.members.rolesOf(candidate, tx);
    if (!members.some(({ body }) => body.id === bodyId))
      throw refuseFields({ pointer: '/candidate', code: 'agenda-candidate' });
    return [JSON.stringify(electionWords(role, years)), role, candidate, years, null];
  }
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
