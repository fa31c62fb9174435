import { Injectable } from '@nestjs/common';
import { BodiesQueries, MembersQueries } from '#libs/hometowns/src/index.js';
import { type PersonId, type ProjectId, randomCode, refuse } from '#libs/kernel/src/index.js';
import { Database, isThere, rowsOf, Trail, type Tx } from '#libs/platform/src/index.js';
import type { CountryGroup } from '#libs/pledges/src/index.js';
import { ProjectsQueries, totalOf } from '#libs/projects/src/index.js';
import { mustActFor } from './acting.js';
import type { CertificateId } from './certificate.js';
import { AT_HEAD } from './contribution.sql.js';

const CODE_LENGTH = 16;

interface HeadRow {
  readonly n: number;
  readonly lei: string;
  readonly donors: number;
  readonly pooled: number;
  readonly countries: readonly CountryGroup[];
}

/** Diaspora contribution certificates: what a programme wants to see of what people gave. */
@Injectable()
export class CertificatesService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly bodies: BodiesQueries,
    private readonly projects: ProjectsQueries,
    private readonly trail: Trail,
  ) {}

  /**
   * Certifies what people have given to a project up to the newest head of the books. Mayor, secretary or accountant of its town
   * hall. A repeat changes nothing. Throws `certificate-empty` while no gift is sealed, `project-not-published`, `id-taken`,
   * `role-missing`.
   */
  async issue({ id, projectId }: { id: CertificateId; projectId: ProjectId }, by: PersonId): Promise<void> {
    await this.db.transaction(async (tx) => {
      const plan = await mustActFor(tx, this.rooms, projectId, by);
      const known = { id, project_id: projectId };
      if (await isThere(tx, 'cofunding.certificate', known)) return;
      const head = await newest(tx, projectId);
      if (!head || head.donors === 0) throw refuse('conflict', 'certificate-empty', 'No gift is in a sealed head yet.');
      const townHall = await this.bodies.find(plan.project.townHallId, tx);
      const { title, placeCode } = plan.project;
      const facts = [head.n, head.lei, head.donors, head.pooled, JSON.stringify(head.countries)];
      const frame = [totalOf(plan).minor.toString(), JSON.stringify(title), JSON.stringify(townHall!.name), placeCode];
      const row = [id, projectId, randomCode(CODE_LENGTH), ...facts, ...frame, plan.programme?.edition.id, by];
      if ((await rowsOf(tx, INSERT, row)).length === 0) return void (await isThere(tx, 'cofunding.certificate', known));
      await this.trail.add(tx, {
        actor: by,
        action: 'cofunding.certified',
        subject: `project:${projectId}`,
        data: { certificate: id, seal: head.n, people: head.lei },
      });
    });
  }

  private get rooms() {
    return { projects: this.projects, members: this.members };
  }
}

const INSERT = `
insert into cofunding.certificate (id, project_id, code, seal, people_minor, donors, pooled, countries, total_minor, title, town_hall,
  place_code, edition_id, by, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, platform.now())
on conflict (id) do nothing returning id`;

async function newest(tx: Tx, projectId: ProjectId): Promise<HeadRow | null> {
  const [row] = await rowsOf<HeadRow>(tx, AT_HEAD, [projectId, null]);
  return row ?? null;
}
