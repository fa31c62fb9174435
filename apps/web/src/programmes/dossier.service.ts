import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CertificatesQueries, CofundingQueries, dossierOf } from '#libs/cofunding/src/index.js';
import { type PlaceFound, PlacesQueries } from '#libs/hometowns/src/index.js';
import { refuse } from '#libs/kernel/src/index.js';
import { Files } from '#libs/platform/src/index.js';
import { EditionsQueries } from '#libs/programmes/src/index.js';
import type { ProjectPlan } from '#libs/projects/src/index.js';
import { sendStream } from '../books/stream.answer.js';
import type { Reading } from '../edge/reading.js';
import { type Packed, zipOf } from '../papers/zip.js';
import { certificatePaper } from './certificate.paper.js';
import { dossierCover } from './dossier.paper.js';
import { type DossierRow, dossierRows } from './dossier.js';

/** The file that a programme wants of a project: which papers are there, and all of them in one archive. */
@Injectable()
export class Dossiers {
  constructor(
    private readonly certificates: CertificatesQueries,
    private readonly shares: CofundingQueries,
    private readonly editions: EditionsQueries,
    private readonly places: PlacesQueries,
    private readonly files: Files,
  ) {}

  /** Every paper in the programme's order with what is there of it; none without a programme. */
  async rows(reading: Reading, plan: ProjectPlan): Promise<DossierRow[]> {
    const { id } = plan.project;
    const [steps, shares, [certificate = null]] = await Promise.all([
      this.shares.steps(id),
      this.shares.of(id),
      this.certificates.ofProject(id, { limit: 1 }),
    ]);
    const papers = dossierOf(plan, { steps, shares, certificate });
    const infos = await this.files.infos(papers.flatMap(({ files }) => files));
    const types = new Map(infos.map((info) => [info.id, info.type]));
    return dossierRows(reading, papers, (file) => types.get(file) ?? '');
  }

  /** Sends the whole file as one archive. Throws `not-found` where no programme is entered. */
  async send(reply: FastifyReply, reading: Reading, plan: ProjectPlan): Promise<void> {
    if (!plan.programme) throw refuse('not-found', 'not-found', 'It enters no programme.');
    const headers = {
      ...{ 'content-type': 'application/zip', 'cache-control': 'private, no-store' },
      'content-disposition': `attachment; filename="plai-${plan.project.code.toLowerCase()}-dossier.zip"`,
    };
    await sendStream(reply, headers, zipOf(this.packed(reading, plan)));
  }

  /** Its cover, then each paper under its number. The same things make the same bytes. */
  private async *packed(reading: Reading, plan: ProjectPlan): AsyncGenerator<Packed> {
    const [rows, place] = await Promise.all([this.rows(reading, plan), this.places.byCode(plan.project.placeCode)]);
    yield { name: `00 ${reading.say('dossier.contents')}.pdf`, bytes: await dossierCover(reading, { plan, place: place!, rows, at: madeAt(plan, rows) }) }; // prettier-ignore
    for (const row of rows) {
      if (row.certificate) yield { name: row.names[0]!, bytes: await this.paper(reading, row.certificate, place!) };
      for (const [n, file] of row.files.entries()) {
        const read = await this.files.read(file, 'original');
        if (read) yield { name: row.names[n]!, bytes: read.bytes };
      }
    }
  }

  private async paper(
    reading: Reading,
    certificate: NonNullable<DossierRow['certificate']>,
    place: PlaceFound,
  ): Promise<Buffer> {
    const edition = certificate.editionId && (await this.editions.find(certificate.editionId));
    return certificatePaper(reading, { certificate, place, edition: edition || null });
  }
}

/** When the newest thing in the file that has a moment was made. */
function madeAt({ project }: ProjectPlan, rows: readonly DossierRow[]): Date {
  const moments = [project.publishedAt, ...rows.map(({ certificate }) => certificate?.at)];
  return moments.reduce<Date>((last, one) => (one && one > last ? one : last), project.createdAt);
}
