import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type BodyId, Money, type PersonId, type ProjectId } from '#libs/kernel/src/index.js';
import { bigintColumn, type Lang, type Multilingual } from '#libs/platform/src/index.js';
import type { EditionId } from '#libs/programmes/src/index.js';
import { CORRECTABLE_STATES, type ProjectState } from './project.life.js';
import type { Sector } from './catalogue.js';

/** A project of a town hall: its place, its texts, where it stands in its life. The rest of its plan hangs on it. */
@Entity({ schema: 'projects', name: 'project' })
export class Project {
  @PrimaryColumn('uuid') id!: ProjectId;
  /** Four characters for print and speech. */
  @Column('text') code!: string;
  @Column('uuid', { name: 'town_hall_id' }) townHallId!: BodyId;
  @Column('text', { name: 'place_code' }) placeCode!: string;
  /** Unique in its place; fixed once the project has been published. */
  @Column('text') slug!: string;
  @Column('text') state!: ProjectState;
  /** The language in which the town hall writes. */
  @Column('text') lang!: Lang;
  @Column('jsonb') title!: Multilingual;
  @Column('jsonb') summary!: Multilingual | null;
  @Column('jsonb') why!: Multilingual | null;
  @Column('int', { name: 'people_served' }) peopleServed!: number | null;
  @Column('text') sector!: Sector | null;
  /** Who looks after what is built. */
  @Column('jsonb') maintainer!: Multilingual | null;
  /** From which money that is paid. */
  @Column('jsonb', { name: 'maintenance_payer' }) maintenancePayer!: Multilingual | null;
  @Column('bigint', { name: 'upkeep_minor', transformer: bigintColumn }) upkeepMinor!: bigint | null;
  @Column('jsonb') risks!: Multilingual | null;
  /** The edition of a co-funding programme that it enters. */
  @Column('uuid', { name: 'programme_edition_id' }) programmeEditionId!: EditionId | null;
  /** The people's smallest share of the whole that the programme accepts, in hundredths of a percent. */
  @Column('int', { name: 'floor_bp' }) floorBp!: number | null;
  /** The town hall has said that no child's face and nobody's home is shown without leave. */
  @Column('boolean', { name: 'photos_checked' }) photosChecked!: boolean;
  /** An example: place and purpose may be real, the figures are invented, and every page says so. */
  @Column('boolean') illustrative!: boolean;
  @Column('uuid', { name: 'association_id' }) associationId!: BodyId | null;
  /** The town has no association to verify the work: ten days of public objections stand in. */
  @Column('boolean', { name: 'no_association' }) noAssociation!: boolean;
  @Column('timestamptz', { name: 'objections_until' }) objectionsUntil!: Date | null;
  @Column('timestamptz', { name: 'published_at' }) publishedAt!: Date | null;
  @Column('uuid', { name: 'created_by' }) createdBy!: PersonId;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  /** Grows with every change of the plan or the state. */
  @Column('int') version!: number;

  /** What a year of upkeep costs, when the town hall has said it. */
  get upkeep(): Money | null {
    return this.upkeepMinor === null ? null : Money.lei(this.upkeepMinor);
  }

  /** Whether anybody may see it: published once, or open to public objections. */
  get isPublic(): boolean {
    return this.publishedAt !== null || this.takesObjections;
  }

  /** Whether the public is being asked for objections in place of an association, its own or a partner's. */
  get takesObjections(): boolean {
    return this.state === 'endorsement' && this.objectionsUntil !== null;
  }

  /** Whether its published plan may still be corrected, in public. */
  get isCorrectable(): boolean {
    return CORRECTABLE_STATES.includes(this.state);
  }
}
