import { Injectable } from '@nestjs/common';
import { Money, plainCode, type ProjectId } from '#libs/kernel/src/index.js';
import { Database } from '#libs/platform/src/index.js';
import type { Certificate, CertificateId, Contribution } from './certificate.js';
import { AT_HEAD } from './contribution.sql.js';

interface CertificateRow extends Omit<Certificate, 'people' | 'total' | 'head'> {
  readonly minor: string;
  readonly total: string;
  readonly n: number;
  readonly hash: string;
  readonly headAt: Date;
}

const COLUMNS = `
select c.id, c.project_id as "projectId", c.code, c.people_minor as minor, c.donors, c.pooled, c.countries, c.total_minor as total,
       c.title, c.town_hall as "townHall", c.place_code as "placeCode", c.edition_id as "editionId", c.at,
       s.n, encode(s.hash, 'hex') as hash, s.at as "headAt"
  from cofunding.certificate c join ledger.seal s on s.n = c.seal`;

interface ContributionRow extends Omit<Contribution, 'people'> {
  readonly lei: string;
}

/** Reads diaspora contribution certificates; they are public. */
@Injectable()
export class CertificatesQueries {
  constructor(private readonly db: Database) {}

  /** By the code that stands on it; null when none has it. */
  async byCode(text: string): Promise<Certificate | null> {
    const [row] = await this.db.publicRows<CertificateRow>(`${COLUMNS} where c.code = $1`, [plainCode(text)]);
    return row ? certificateOf(row) : null;
  }

  /** Those of a project, the newest first; before the one with this id. */
  async ofProject(
    projectId: ProjectId,
    { before, limit }: { before?: CertificateId | undefined; limit?: number } = {},
  ): Promise<Certificate[]> {
    const rows = await this.db.rows<CertificateRow>(
      `${COLUMNS} where c.project_id = $1
          and ($2::uuid is null or (c.at, c.id) < (select o.at, o.id from cofunding.certificate o where o.id = $2))
        order by c.at desc, c.id desc limit $3`,
      [projectId, before ?? null, limit ?? null],
    );
    return rows.map(certificateOf);
  }

  /** What a certificate would say at the newest head; null while nothing is sealed. */
  async now(projectId: ProjectId): Promise<Contribution | null> {
    return this.at(projectId, null);
  }

  /** What people had given up to the head with this number; null when there is no such head. */
  async at(projectId: ProjectId, head: number | null): Promise<Contribution | null> {
    const [row] = await this.db.rows<ContributionRow>(AT_HEAD, [projectId, head]);
    if (!row) return null;
    const { lei, donors, pooled, countries } = row;
    return { people: Money.lei(BigInt(lei)), donors, pooled, countries };
  }
}

function certificateOf({ minor, total, n, hash, headAt, ...row }: CertificateRow): Certificate {
  return {
    ...row,
    people: Money.lei(BigInt(minor)),
    total: Money.lei(BigInt(total)),
    head: { n, hash, at: headAt },
  };
}
