import type { Role } from '#libs/hometowns/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import type { Signing } from './assembly.js';

/** A member of now, as far as minutes are concerned. */
export interface Signer {
  readonly id: PersonId;
  readonly roles: readonly Role[];
  /** He was on the roll of the assembly. */
  readonly onRoll: boolean;
}

/** What is known of the minutes when somebody is to sign. */
interface Signatures {
  /** Who was president when the last vote was counted, before what it decided happened. */
  readonly chairId: PersonId | null;
  readonly signed: readonly { readonly office: Signing; readonly personId: PersonId }[];
}

/** Members of association $1 with what assembly $2 was to them. */
export const SIGNERS = `select m.person_id as id, array_agg(m.role) as roles, exists (
    select from assemblies.item i join voting.roll_entry r on r.vote_id = i.vote_id
    where i.assembly_id = $2 and r.person_id = m.person_id) as "onRoll"
  from hometowns.membership m where m.body_id = $1 and m.until is null group by m.person_id order by m.person_id`;

/**
 * As what somebody may sign the minutes now, or null. The chair is who was president when the assembly ended, or is it now; the
 * secretary is the treasurer or an inspector. Where nobody is left who could, a member stands in who was on the roll: no
 * association is so small that its decisions stay without a second name.
 */
export function maySignAs(by: PersonId, people: readonly Signer[], { chairId, signed }: Signatures): Signing | null {
  const open = (office: Signing) => !signed.some((one) => one.office === office);
  const free = people.filter(({ id }) => !signed.some(({ personId }) => personId === id));
  const chairs = open('chair') ? free.filter(({ id, roles }) => id === chairId || roles.includes('president')) : [];
  const keeps = ({ roles }: Signer) => roles.includes('treasurer') || roles.includes('inspector');
  const keepers = free.filter((one) => keeps(one) && !chairs.includes(one));
  const others = free.filter((one) => one.onRoll && !chairs.includes(one) && !keepers.includes(one));
  const may = (office: Signing, own: readonly Signer[]) =>
    open(office) && (own.length > 0 ? own : others).some(({ id }) => id === by);
  if (may('chair', chairs)) return 'chair';
  return may('secretary', keepers) ? 'secretary' : null;
}
