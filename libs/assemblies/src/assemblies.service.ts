import { Injectable } from '@nestjs/common';
import { BodiesQueries, CallingsService, MembersQueries, ROLES, VoteRulesService } from '#libs/hometowns/src/index.js';
import { type BodyId, type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { Database, Outbox, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import { assemblyEvent } from './assemblies.events.js';
import { type AssemblyId, CALLING_SHARE, CALLS, NOTICE_DAYS, PROPOSE_AGAIN_DAYS, type Signing } from './assembly.js';
import { type AssemblyRow, lockAssembly, lockDraft } from './drafts.js';
import { maySignAs, type Signer, SIGNERS } from './signing.js';

const WHY_MAX = 500;

/** How assemblies are called, called off, and their minutes signed. */
@Injectable()
export class AssembliesService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly bodies: BodiesQueries,
    private readonly rules: VoteRulesService,
    private readonly callings: CallingsService,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  /**
   * Calls the assembly of one's own draft: a president by his word; else it is proposed to the members, and called as soon as a
   * fifth of them wants it. Notice is given then, the rule by which they will vote stands, and the day moves back where it would
   * come too early. From the first of these on nobody puts another out of the association. A repeat changes nothing. Throws `agenda-empty`,
   * `agenda-consent` (somebody has not said yes to standing), `assembly-proposed-lately` (he has proposed another within sixty days
   * that was not called), `assembly-often` when three of his were called within thirty days, and as `mustHold`.
   */
  async call(id: AssemblyId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const row = await lockAssembly(tx, id);
      if (row.by === by && row.state !== 'draft') return;
      const { associationId } = await lockDraft(tx, id, by);
      await this.members.mustHold(tx, by, associationId, ROLES.association);
      await mustBeComplete(tx, id);
      await mustCallSeldom(tx, associationId, by);
      await this.keepBacker(tx, id, by);
      const [president] = await this.members.officersOf(associationId, ['president'], tx);
      if (president === by) return this.summon(tx, row, by);
      await this.propose(tx, row, by);
    });
  }

  /**
   * A member wants a proposed assembly too; a fifth of those who may vote calls it. A repeat changes nothing. Throws
   * `assembly-not-proposed`, `assembly-too-new` (he is not on the roll of votes yet), and as `mustHold`.
   */
  async back(id: AssemblyId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const row = await lockAssembly(tx, id);
      await this.members.mustHold(tx, by, row.associationId, ROLES.association);
      if (row.state === 'draft') throw refuse('not-found', 'not-found', 'No such assembly.');
      const his = 'select from assemblies.backing where assembly_id = $1 and person_id = $2';
      if ((await rowsOf(tx, his, [id, by])).length > 0) return;
      if (row.state !== 'proposed') throw refuse('conflict', 'assembly-not-proposed', 'It waits for nobody any more.');
      const roll = await this.members.roll(tx, row.associationId);
      if (!roll.some(({ personId }) => personId === by))
        throw refuse('forbidden', 'assembly-too-new', 'Not on the roll of votes yet.');
      await this.keepBacker(tx, id, by);
      await this.summonWhenWanted(tx, row, by);
    });
  }

  /**
   * A president calls off before it opens what he has called, a member takes back what he has proposed, and both say why; his own
   * draft one drops without. What a fifth of the members has called nobody calls off. A repeat changes nothing. Throws
   * `assembly-why`, `assembly-open`, `assembly-by-members`, and as `mustHold`; somebody else's is not found.
   */
  async callOff(id: AssemblyId, why: string, by: PersonId): Promise<void> {
    const text = why.trim();
    await this.db.transaction(async (tx) => {
      const row = await lockAssembly(tx, id);
      if (row.by !== by) throw refuse('not-found', 'not-found', 'No such assembly.');
      if (row.state === 'called-off') return;
      if (!['draft', 'proposed', 'called'].includes(row.state))
        throw refuse('conflict', 'assembly-open', 'It cannot be called off any more.');
      if (row.state === 'called' && row.proposed)
        throw refuse('conflict', 'assembly-by-members', 'A fifth of the members has called it.');
      await this.members.mustHold(
        tx,
        by,
        row.associationId,
        row.state === 'called' ? ['president'] : ROLES.association,
      );
      if ((!text && row.state !== 'draft') || text.length > WHY_MAX)
        throw refuseFields({ pointer: '/why', code: 'assembly-why', params: { most: WHY_MAX } });
      await tx.query(
        `update assemblies.assembly set state = 'called-off', called_off_at = platform.now(), why = $2 where id = $1`,
        [id, text || '–'],
      );
      if (row.state === 'draft') return;
      await this.callings.end(tx, id);
      await this.note(tx, row, 'assembly.called-off', by);
      const what = row.state === 'called' ? 'called-off' : 'withdrawn';
      await this.outbox.add(tx, assemblyEvent(what, id, row.associationId));
    });
  }

  /**
   * Signs the minutes of a closed assembly, as `maySignAs` says. A repeat changes nothing. Throws `minutes-not-ready`,
   * `minutes-others` (others sign, or have signed), and as `mustHold`.
   */
  async sign(id: AssemblyId, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const row = await lockAssembly(tx, id);
      await this.members.mustHold(tx, by, row.associationId, ROLES.association);
      if (row.state !== 'closed') throw refuse('conflict', 'minutes-not-ready', 'Not all its votes are counted.');
      const signed = await rowsOf<{ office: Signing; personId: PersonId }>(
        tx,
        'select office, person_id as "personId" from assemblies.signature where assembly_id = $1',
        [id],
      );
      if (signed.some(({ personId }) => personId === by)) return;
      const office = maySignAs(by, await rowsOf<Signer>(tx, SIGNERS, [row.associationId, id]), { ...row, signed });
      if (!office) throw refuse('conflict', 'minutes-others', 'Others sign these minutes.');
      await tx.query(
        'insert into assemblies.signature (assembly_id, office, person_id, at) values ($1, $2, $3, platform.now())',
        [id, office, by],
      );
      await this.note(tx, row, 'assembly.signed', by);
      if (signed.length === 1) await this.outbox.add(tx, assemblyEvent('signed', id, row.associationId));
    });
  }

  private async propose(tx: Tx, row: AssemblyRow, by: PersonId): Promise<void> {
    const { id, associationId } = row;
    // One after the other, of one member too.
    await this.callings.begin(tx, associationId, id);
    const lately = await rowsOf(
      tx,
      `select from assemblies.assembly where association_id = $1 and by = $2 and called_at is null
         and proposed_at > platform.now() - interval '${PROPOSE_AGAIN_DAYS} days' limit 1`,
      [associationId, by],
    );
    if (lately.length > 0)
      throw refuse('conflict', 'assembly-proposed-lately', 'He has proposed another lately.', {
        days: PROPOSE_AGAIN_DAYS,
      });
    await tx.query(`update assemblies.assembly set state = 'proposed', proposed_at = platform.now() where id = $1`, [
      id,
    ]);
    await this.note(tx, row, 'assembly.proposed', by);
    await this.outbox.add(tx, assemblyEvent('proposed', id, associationId));
    await this.summonWhenWanted(tx, row, by);
  }

  private async keepBacker(tx: Tx, id: AssemblyId, by: PersonId): Promise<void> {
    await tx.query(
      'insert into assemblies.backing (assembly_id, person_id, at) values ($1, $2, platform.now()) on conflict do nothing',
      [id, by],
    );
  }

  /** A fifth of those who are members now, by those of them who want it. */
  private async summonWhenWanted(tx: Tx, row: AssemblyRow, by: PersonId): Promise<void> {
    const roll = new Set((await this.members.roll(tx, row.associationId)).map(({ personId }) => personId));
    const backers = await rowsOf<{ id: PersonId }>(
      tx,
      'select person_id as id from assemblies.backing where assembly_id = $1',
      [row.id],
    );
    const wanted = backers.filter(({ id }) => roll.has(id)).length;
    if (wanted * CALLING_SHARE >= roll.size && wanted > 0) await this.summon(tx, row, by);
  }

  private async summon(tx: Tx, { id, associationId }: AssemblyRow, by: PersonId): Promise<void> {
    // It holds the association: one number after the other.
    await this.callings.begin(tx, associationId, id);
    const rule = this.rules.sound(await this.bodies.voteRuleOf(associationId, tx));
    const [made] = await rowsOf<{ number: number }>(
      tx,
      `update assemblies.assembly a set state = 'called', called_at = platform.now(), rule = $2,
         number = 1 + coalesce((select max(number) from assemblies.assembly o where o.association_id = a.association_id), 0),
         opens_on = greatest(opens_on, (platform.now() at time zone 'Europe/Chisinau')::date + ${NOTICE_DAYS + 1})
       where id = $1 returning number`,
      [id, JSON.stringify(rule)],
    );
    await this.note(tx, { id, associationId }, 'assembly.called', by, { number: made!.number });
    await this.outbox.add(tx, assemblyEvent('called', id, associationId));
  }

  private note(
    tx: Tx,
    { id, associationId }: { id: AssemblyId; associationId: BodyId },
    action: string,
    actor: PersonId,
    more: object = {},
  ): Promise<void> {
    return this.trail.add(tx, { actor, action, subject: `body:${associationId}`, data: { assembly: id, ...more } });
  }
}

/** Something is on the agenda, and whoever stands for an office wants to. */
async function mustBeComplete(tx: Tx, id: AssemblyId): Promise<void> {
  const items = await rowsOf<{ consents: boolean }>(
    tx,
    `select kind <> 'officers' or candidate_says is not distinct from 'yes' as consents from assemblies.item where assembly_id = $1`,
    [id],
  );
  if (items.length === 0) throw refuse('conflict', 'agenda-empty', 'There is nothing on the agenda.');
  if (!items.every(({ consents }) => consents))
    throw refuse('conflict', 'agenda-consent', 'Somebody who is to stand has not said yes.');
}

/** Whoever calls, calls off and calls again writes to every member, who cannot stop such letters. */
async function mustCallSeldom(tx: Tx, associationId: BodyId, by: PersonId): Promise<void> {
  const called = await rowsOf(
    tx,
    `select from assemblies.assembly where association_id = $1 and by = $2 and called_at > platform.now() - interval '${CALLS.days} days'`,
    [associationId, by],
  );
  if (called.length >= CALLS.most)
    throw refuse('conflict', 'assembly-often', 'Called often enough for now.', { most: CALLS.most, days: CALLS.days });
}
