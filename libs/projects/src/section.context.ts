import { Injectable } from '@nestjs/common';
import { type BodyId, type FileId, type PersonId, type ProjectId } from '#libs/kernel/src/index.js';
import { BodiesQueries, PlacesQueries } from '#libs/hometowns/src/index.js';
import { rowsOf, type Tx } from '#libs/platform/src/index.js';
import { type Gap, gapsOf, type Section } from './gap.js';
import { isLiving } from './partner.js';
import { PartnersQueries } from './partners.queries.js';
import { ProgrammeEntry } from './programme.entry.js';
import type { SectionValues } from './section.reader.js';

/** Whose section is read: what it may name depends on it. */
export interface SectionOwner {
  readonly projectId: ProjectId;
  readonly townHallId: BodyId;
  readonly by: PersonId;
}

interface Found<Name extends Section> {
  readonly values: SectionValues[Name];
  readonly problems: readonly Gap[];
}

type Look<Name extends Section> = (tx: Tx, owner: SectionOwner, values: SectionValues[Name]) => Promise<Found<Name>>;

/** Asks whether the things that a section names exist and may be named here: places, papers, the association. */
@Injectable()
export class SectionContext {
  private readonly looks: { readonly [Name in Section]?: Look<Name> } = {
    place: (_tx, owner, values) => this.place(owner, values),
    funding: (tx, owner, values) => this.funding(tx, owner, values),
    campaign: (tx, owner, values) => versions(tx, owner, values),
    documents: (tx, owner, values) => this.papers(tx, owner, values),
    association: (tx, _owner, values) => this.association(tx, values),
  };

  constructor(
    private readonly places: PlacesQueries,
    private readonly bodies: BodiesQueries,
    private readonly programmes: ProgrammeEntry,
    private readonly partners: PartnersQueries,
  ) {}

  /** The values without what does not exist, and a note for each thing left out. */
  async settle<Name extends Section>(
    tx: Tx,
    owner: SectionOwner,
    { name, values }: { name: Name; values: SectionValues[Name] },
  ): Promise<Found<Name>> {
    const look = this.looks[name];
    return look ? look(tx, owner, values) : { values, problems: [] };
  }

  /** A town hall builds where it governs. */
  private async place(owner: SectionOwner, values: SectionValues['place']): Promise<Found<'place'>> {
    const { placeCode } = values;
    if (placeCode && (await this.governs(owner.townHallId, placeCode))) return { values, problems: [] };
    const problem = gapsOf('place')('/placeCode', placeCode ? 'place-elsewhere' : 'place-missing');
    return { values: { ...values, placeCode: null }, problems: [problem] };
  }

  /** Whether this town hall governs this place of the classification. */
  async governs(townHallId: BodyId, placeCode: string): Promise<boolean> {
    if (!(await this.places.byCode(placeCode))) return false;
    return (await this.bodies.townHallOf(placeCode))?.id === townHallId;
  }

  /** A programme is entered here, because its floor and its rate are frozen by what is in force now. */
  private async funding(tx: Tx, owner: SectionOwner, values: SectionValues['funding']): Promise<Found<'funding'>> {
    const allowed = await this.attachable(tx, owner, values.sources.flatMap(({ actFile }) => actFile ?? [])); // prettier-ignore
    const { programmeEditionId, problem } = await this.programmes.enter(tx, owner.projectId, values.programmeEditionId);
    const unknown = values.sources.flatMap(({ actFile }, index) =>
      actFile && !allowed.has(actFile) ? [gapsOf('funding')(`/sources/${index}/actFile`, 'file-unknown')] : [],
    );
    const filed = values.sources.map((one) => (one.actFile && !allowed.has(one.actFile) ? { ...one, actFile: null } : one)); // prettier-ignore
    const { sources, problems } = await this.ofTowns(tx, owner, filed);
    return { values: { programmeEditionId, sources }, problems: [...(problem ? [problem] : []), ...unknown, ...problems] };
  } // prettier-ignore

  /** A share may be that of a town hall that builds it together, or is asked to; the project's own stands as nobody's in particular. */
  private async ofTowns(
    tx: Tx,
    { projectId, townHallId: own }: SectionOwner,
    sources: SectionValues['funding']['sources'],
  ): Promise<{ sources: SectionValues['funding']['sources']; problems: readonly Gap[] }> {
    if (!sources.some(({ townHallId }) => townHallId)) return { sources, problems: [] };
    const living = new Set((await this.partners.of(projectId, tx)).filter(isLiving).map(({ townHallId }) => townHallId));
    const problems = sources.flatMap(({ townHallId: of }, index) =>
      of && of !== own && !living.has(of) ? [gapsOf('funding')(`/sources/${index}/townHallId`, 'source-town-unknown')] : [],
    );
    return { sources: sources.map((one) => (one.townHallId && living.has(one.townHallId) ? one : { ...one, townHallId: null })), problems };
  } // prettier-ignore

  private async papers(tx: Tx, owner: SectionOwner, values: SectionValues['documents']): Promise<Found<'documents'>> {
    const named = [...values.documents, ...values.photos].flatMap(({ fileId }) => fileId ?? []);
    const allowed = await this.attachable(tx, owner, named);
    const isKnown = (kind: 'photo' | 'any') => (row: { fileId: FileId | null }) =>
      row.fileId !== null && allowed.has(row.fileId) && (kind === 'any' || allowed.get(row.fileId) === kind);
    const documents = values.documents.filter(isKnown('any'));
    const photos = values.photos.filter(isKnown('photo'));
    const problems = [
      ...(documents.length < values.documents.length ? [gapsOf('documents')('/documents', 'file-unknown')] : []),
      ...(photos.length < values.photos.length ? [gapsOf('documents')('/photos', 'photo-unknown')] : []),
    ];
    return { values: { ...values, documents, photos }, problems };
  }

  /** Files that this person sent in himself, or that hang on this project already, with their kind. */
  private async attachable(tx: Tx, owner: SectionOwner, ids: readonly FileId[]): Promise<Map<FileId, string>> {
    if (ids.length === 0) return new Map();
    const rows = await rowsOf<{ id: FileId; kind: string }>(
      tx,
      `select id, kind from platform.file f where id = any($1::uuid[]) and (uploaded_by = $2
         or exists (select from projects.document where file_id = f.id and project_id = $3)
         or exists (select from projects.photo where file_id = f.id and project_id = $3)
         or exists (select from projects.funding_source where act_file = f.id and project_id = $3))`,
      [ids, owner.by, owner.projectId],
    );
    return new Map(rows.map(({ id, kind }) => [id, kind]));
  }

  private async association(tx: Tx, values: SectionValues['association']): Promise<Found<'association'>> {
    const { associationId } = values;
    const found = associationId && (await this.bodies.find(associationId, tx));
    if (!associationId || (found && found.kind === 'association' && found.state === 'verified')) {
      return { values, problems: [] };
    }
    const problem = gapsOf('association')('/associationId', 'association-unknown');
    return { values: { associationId: null, noAssociation: false }, problems: [problem] };
  }
}

/** A version leaves out lines of this project's estimate. One that has been taken out of it since is forgotten. */
async function versions(tx: Tx, { projectId }: SectionOwner, values: SectionValues['campaign']): Promise<Found<'campaign'>> {
  const sql = 'select id from projects.budget_line where project_id = $1';
  const lines = new Set((await rowsOf<{ id: string }>(tx, sql, [projectId])).map(({ id }) => id));
  const tiers = values.tiers.map((tier) => ({ ...tier, without: tier.without.filter((id) => lines.has(id)) }));
  return { values: { ...values, tiers }, problems: [] };
} // prettier-ignore
