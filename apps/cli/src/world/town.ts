import { newId } from '#libs/kernel/src/index.js';
import type { Texts } from './texts.js';
import type { Actor, World } from './world.js';

/** What a town is called and who its people are. */
export interface TownCast {
  readonly placeCode: string;
  readonly placeName: string;
  /** Last part of every address: "mihaileni.plai.example". */
  readonly domain: string;
  readonly mayor: Person;
  readonly accountant: Person;
  readonly president: Person;
  readonly inspector: Person;
  /** Founders beside president and inspector, and members who join later. */
  readonly members: readonly Person[];
  readonly iban: string;
}

type Place = Pick<TownCast, 'placeCode' | 'placeName' | 'domain'>;

/** A person as he signs in. */
export interface Person {
  readonly email: string;
  readonly name: string;
}

/** A town that may act: both its bodies verified, its people in their roles, its account in force. */
export interface Town {
  readonly cast: TownCast;
  readonly townHallId: string;
  readonly associationId: string;
  readonly mayor: Actor;
  readonly accountant: Actor;
  readonly president: Actor;
  readonly inspector: Actor;
  /** Everybody with a vote from the first day: the founders. Whoever joins later votes ten days after. */
  readonly voters: readonly Actor[];
}

/** Two of the operator's staff. */
export type Operators = readonly [Actor, Actor];

const FOUNDERS = 5;

/** Brings a town onto Plai: both bodies apply, two operators verify, people are invited, join and vouch. */
export async function foundTown(world: World, operators: Operators, cast: TownCast): Promise<Town> {
  const president = await world.signIn(cast.president.email, cast.president.name);
  const { placeName } = cast;
  const { nameRu } = await world.anybody.get<{ nameRu: string }>(`/places/${cast.placeCode}`);
  const townHallId = await applyAsTownHall(world, cast);
  const mayor = await world.signIn(cast.mayor.email, cast.mayor.name);
  const founders = [cast.president, cast.inspector, ...cast.members]
    .slice(0, FOUNDERS)
    .map(({ name, email }) => ({ name, email }));
  const name = {
    ro: `Asociația băștinașilor din ${placeName}`,
    ru: `Землячество ${nameRu}`,
    en: `Hometown Association of ${placeName}`,
  };
  const associationId = await apply(world, president, cast, { kind: 'association', name, role: 'president', founders });
  for (const id of [townHallId, associationId]) await verify(operators, id);
  const accountant = await invited(world, mayor, townHallId, { role: 'accountant', ...cast.accountant });
  const inspector = await invited(world, president, associationId, { role: 'inspector', ...cast.inspector });
  await putAccount(world, { accountant, mayor }, townHallId, cast);
  const early = await Promise.all(
    cast.members.slice(0, FOUNDERS - 2).map(({ email, name: who }) => world.signIn(email, who)),
  );
  await joined(world, { president, vouchers: [president, inspector], associationId }, cast.members.slice(FOUNDERS - 2));
  return {
    cast,
    townHallId,
    associationId,
    mayor,
    accountant,
    president,
    inspector,
    voters: [president, inspector, ...early],
  };
}

/** A mayor asks to be let in; nobody has answered yet. Gives the id of the application. */
export async function applyAsTownHall(world: World, cast: Place & Pick<TownCast, 'mayor'>): Promise<string> {
  const mayor = await world.signIn(cast.mayor.email, cast.mayor.name);
  const { nameRu } = await world.anybody.get<{ nameRu: string }>(`/places/${cast.placeCode}`);
  const name = { ro: `Primăria ${cast.placeName}`, ru: `Примэрия ${nameRu}`, en: `${cast.placeName} Town Hall` };
  return apply(world, mayor, cast, { kind: 'town-hall', name, role: 'mayor' });
}

async function apply(
  world: World,
  actor: Actor,
  { placeCode, domain, placeName }: Place,
  {
    kind,
    name,
    role,
    founders,
  }: { kind: string; name: Exclude<Texts, string>; role: string; founders?: readonly Person[] },
): Promise<string> {
  const id = newId();
  const paper = await actor.api.upload(world.paper, 'statut.pdf');
  const form = kind === 'association' ? 'initiative-group' : undefined;
  await actor.api.put(`/bodies/${id}`, {
    ...{ kind, placeCode, form, founders, documents: [paper.id] },
    name: { original: 'ro', ...name },
    email: `${kind === 'association' ? 'asociatia' : 'primaria'}@${domain}`,
    address: `str. Ștefan cel Mare 1, ${placeName}`,
    by: { name: actor.name, email: actor.email, role },
  });
  return id;
}

async function verify([first, second]: Operators, bodyId: string): Promise<void> {
  const { approvalId } = await first.api.post<{ approvalId: string }>(`/bodies/${bodyId}/verification`, {
    decision: 'recommend',
  });
  await sign(second, approvalId);
}

/** Gives a second signature. */
export async function sign(actor: Actor, approvalId: string): Promise<void> {
  await actor.api.post(`/approvals/${approvalId}/decision`, { decision: 'give' });
}

async function invited(
  world: World,
  by: Actor,
  bodyId: string,
  { role, email, name }: Person & { role: string },
): Promise<Actor> {
  const actor = await world.signIn(email, name);
  const after = await world.letters.newest(email);
  await by.api.post(`/bodies/${bodyId}/invitations`, { role, email });
  const link = await world.letters.link(email, /https?:\/\/\S+\/invitation\/\S+/, { after });
  await actor.api.post(`/invitations/${link.split('/').at(-1)!}/acceptance`);
  return actor;
}

/** Entered by the accountant, signed by the mayor, confirmed by whoever reads the town hall's official letters. */
async function putAccount(
  world: World,
  { accountant, mayor }: Readonly<Record<'accountant' | 'mayor', Actor>>,
  townHallId: string,
  { iban, placeName, domain }: TownCast,
): Promise<void> {
  const account = { iban, holder: `Primăria ${placeName}`, bank: 'Ministerul Finanțelor – Trezoreria de Stat' };
  const { approvalId } = await accountant.api.put<{ approvalId: string }>(
    `/bodies/${townHallId}/treasury-account`,
    account,
  );
  const official = `primaria@${domain}`;
  const after = await world.letters.newest(official);
  await sign(mayor, approvalId);
  const link = await world.letters.link(official, /https?:\/\/\S+\/account-check\/\S+/, { after });
  await world.anybody.post(`/account-checks/${link.split('/').at(-1)!}/answer`, { answer: 'confirm' });
}

interface Joining {
  readonly president: Actor;
  readonly vouchers: readonly Actor[];
  readonly associationId: string;
}

async function joined(
  world: World,
  { president, vouchers, associationId }: Joining,
  people: readonly Person[],
): Promise<void> {
  if (people.length === 0) return;
  const { token } = await president.api.post<{ token: string }>(`/bodies/${associationId}/invitations`, {
    role: 'member',
  });
  for (const { email, name } of people) {
    const actor = await world.signIn(email, name);
    await actor.api.post(`/invitations/${token}/acceptance`);
  }
  const asked = await president.api.list<{ id: string }>(`/bodies/${associationId}/join-requests`);
  for (const { id } of asked) for (const voucher of vouchers) await voucher.api.post(`/join-requests/${id}/vouches`);
}
