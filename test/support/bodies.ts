import { PersonsService, StaffService } from '#libs/identity/src/index.js';
import {
  type Application, ApplicationsService, JoiningService, MembersQueries, MembersService, type Role,
} from '#libs/hometowns/src/index.js'; // prettier-ignore
import { type BodyId, type FileId, newId, type PersonId } from '#libs/kernel/src/index.js';
import { Files } from '#libs/platform/src/index.js';
import type { Room } from './room.js';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n');
/** People and bodies for specs, made as people make them: applied for, verified by two, invited, accepted. */
export class Bodies {
  private desk: [PersonId, PersonId] | undefined;

  constructor(private readonly room: Room) {}

  /** A new person with an address of his own. */
  person(email = `${newId()}@exemplu.md`, name = 'Maria Rusu'): Promise<PersonId> {
    const persons = this.room.get(PersonsService);
    return this.room.db.transaction((tx) => persons.ensure(tx, { email, lang: 'ro', name }));
  }

  /** A person's address. */
  async emailOf(person: PersonId): Promise<string> {
    return (await this.room.get(PersonsService).cards([person]))[0]!.email!;
  }

  /** Two of the operator's staff, the same for the whole room. */
  async staff(): Promise<[PersonId, PersonId]> {
    if (this.desk) return this.desk;
    const two: [PersonId, PersonId] = [await this.person(), await this.person()];
    const staff = this.room.get(StaffService);
    await this.room.db.transaction(async (tx) => {
      for (const one of two) await staff.appoint(tx, one, null);
    });
    return (this.desk = two);
  }

  /** A commune where nobody has applied yet. */
  async place(): Promise<string> {
    const [free] = await this.room.db.rows<{ code: string }>(
      `select code from hometowns.place p where self_governing and kind = 'village' and code > '5' and parent <> '9800000'
         and not exists (select 1 from hometowns.body b where b.place_code = p.code) order by code limit 1`,
    );
    return free!.code;
  }

  /** A document that this person sent in. */
  async document(by: PersonId): Promise<FileId> {
    return (await this.room.get(Files).keep({ bytes: PDF, name: 'act.pdf', by })).id;
  }

  /** An application that can be sent in. */
  async application(kind: 'town-hall' | 'association', over: Partial<Application> = {}): Promise<Application> {
    const email = over.by?.email ?? `${newId()}@exemplu.md`;
    const applicant = await this.person(email);
    const founders = [1, 2, 3, 4].map((n) => ({ name: `Founder ${n}`, email: `${newId()}@exemplu.md` }));
    const shared = {
      id: newId<'Body'>(),
      kind,
      placeCode: over.placeCode ?? (await this.place()),
      name: { original: 'ro', ro: kind === 'town-hall' ? 'Primăria Valea Nucilor' : 'Băștinașii din Valea Nucilor' },
      email: 'primaria@exemplu.md',
      address: 'str. Ștefan cel Mare 1, Valea Nucilor',
      documents: [await this.document(applicant)],
    } as const;
    const by = { name: 'Elena Rusu', email, role: kind === 'town-hall' ? 'mayor' : 'president' } as const;
    const own = kind === 'association' ? { form: 'initiative-group' as const, founders: [...founders, by] } : {};
    return { ...shared, ...own, by, ...over };
  }

  /** Applies and is verified by both of the staff. */
  async verified(application: Application): Promise<BodyId> {
    const applications = this.room.get(ApplicationsService);
    const [first, second] = await this.staff();
    const id = await applications.apply(application);
    await applications.confirm(await applications.verify(id, first), second);
    return id;
  }

  /** A verified town hall with a mayor, a secretary and an accountant. */
  async townHall(place?: string) {
    const placeCode = place ?? (await this.place());
    const application = await this.application('town-hall', { placeCode });
    const id = await this.verified(application);
    const mayor = await this.person(application.by.email);
    const secretary = await this.officer(id, 'secretary', mayor);
    return { id, placeCode, mayor, secretary, accountant: await this.officer(id, 'accountant', mayor) };
  }

  /** A verified association with its president, four more founders, and their inspector. */
  async association(place?: string) {
    const placeCode = place ?? (await this.place());
    const application = await this.application('association', { placeCode });
    const id = await this.verified(application);
    const president = await this.person(application.by.email);
    const all = await this.room.get(MembersQueries).officersOf(id, ['member']);
    const members = all.filter((one) => one !== president);
    const inspector = await this.officer(id, 'inspector', president, members[0]);
    return { id, placeCode, president, members, inspector };
  }

  /** Invites somebody to an office and accepts for him. */
  async officer(body: BodyId, role: Role, by: PersonId, person?: PersonId): Promise<PersonId> {
    const members = this.room.get(MembersService);
    const who = person ?? (await this.person());
    const invitation = await members.invite(body, role, await this.emailOf(who), by);
    await this.room.get(JoiningService).accept(members.invitationLink(invitation), who);
    return who;
  }
}
