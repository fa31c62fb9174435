import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import {
  AgendaService,
  AssembliesQueries,
  AssembliesService,
  type Assembly,
  type Item,
} from '#libs/assemblies/src/index.js';
import { BodiesQueries, isPublic, MembersQueries } from '#libs/hometowns/src/index.js';
import { type BodyId, refuse } from '#libs/kernel/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import type { Reading } from '../edge/reading.js';
import {
  AssemblyParams,
  AssemblyRequest,
  BodyAssemblyParams,
  CallOffRequest,
  CandidatureRequest,
  ItemParams,
  ItemRequest,
  itemOf,
} from './assemblies.requests.js';
import { BodyParams } from './bodies.requests.js';

/** A point of an agenda; `candidate` for members alone. */
type PointSeen = Omit<Item, 'candidate'> & { readonly candidate: Item['candidate'] };

/** An assembly as the reader may see it: who called it, who stands for an office and who has signed is for its members. */
interface AssemblySeen extends Omit<Assembly, 'by' | 'chairId' | 'items' | 'signatures' | 'code'> {
  readonly by: Assembly['by'] | null;
  /** Who was president when it ended. For members. */
  readonly chairId: Assembly['chairId'];
  /** Of the minutes: whoever has it sees them with names. For members. */
  readonly code: string | null;
  readonly items: readonly PointSeen[];
  readonly signatures: readonly { readonly office: 'chair' | 'secretary'; readonly at: Date }[];
}

/** Assemblies of associations: notice, agenda, minutes. Each point becomes a vote when the assembly opens. */
@ApiTags('bodies')
@Controller('/api/v1')
export class AssembliesApi {
  constructor(
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly queries: AssembliesQueries,
    private readonly agenda: AgendaService,
    private readonly assemblies: AssembliesService,
  ) {}

  /** An association's assemblies, the latest first; its members see proposals and their own drafts too. */
  @Get('/bodies/:id/assemblies')
  @PublicPage()
  async list(@Read() reading: Reading, @Param() { id }: BodyParams): Promise<{ data: AssemblySeen[] }> {
    const body = await this.bodies.find(id);
    const member = await this.isMember(reading, id);
    if (!body || (!isPublic(body) && !member)) throw refuse('not-found', 'not-found', 'No such body.');
    const all = await this.queries.ofAssociation(id, reading.viewer?.personId ?? null);
    return { data: all.map((one) => seenBy(member, one)) };
  }

  /** One assembly with its agenda and what became of each point. */
  @Get('/assemblies/:id')
  @PublicPage()
  async find(@Read() reading: Reading, @Param() { id }: AssemblyParams): Promise<AssemblySeen> {
    const found = await this.queries.seen(id, reading.viewer?.personId ?? null);
    if (!found) throw refuse('not-found', 'not-found', 'No such assembly.');
    const member = await this.isMember(reading, found.associationId);
    return seenBy(member, found);
  }

  /** Begins the draft of an assembly, or gives it another day. */
  @ApiBearerAuth()
  @Put('/bodies/:id/assemblies/:assemblyId')
  async prepare(
    @Read() reading: Reading,
    @Param() { id, assemblyId }: BodyAssemblyParams,
    @Body() { opensOn }: AssemblyRequest,
  ): Promise<void> {
    await this.agenda.prepare(id, { id: assemblyId, opensOn: opensOn ?? null }, reading.person());
  }

  /** Puts a point at the end of a draft's agenda. */
  @ApiBearerAuth()
  @Put('/assemblies/:id/items/:itemId')
  async add(@Read() reading: Reading, @Param() { id, itemId }: ItemParams, @Body() item: ItemRequest): Promise<void> {
    await this.agenda.add(id, { id: itemId, ...itemOf(item) }, reading.person());
  }

  /** Takes a point off a draft's agenda. */
  @ApiBearerAuth()
  @Delete('/assemblies/:id/items/:itemId')
  async remove(@Read() reading: Reading, @Param() { id, itemId }: ItemParams): Promise<void> {
    await this.agenda.remove(id, itemId, reading.person());
  }

  /** Says whether one wants to stand in an election of a draft: without a yes no notice is given. */
  @ApiBearerAuth()
  @Put('/assemblies/:id/items/:itemId/candidature')
  async answer(
    @Read() reading: Reading,
    @Param() { id, itemId }: ItemParams,
    @Body() { says }: CandidatureRequest,
  ): Promise<void> {
    await this.agenda.answer(id, itemId, says, reading.person());
  }

  /** Calls the assembly: the president gives notice, another member proposes it to all. */
  @ApiBearerAuth()
  @Post('/assemblies/:id/call')
  @HttpCode(204)
  async call(@Read() reading: Reading, @Param() { id }: AssemblyParams): Promise<void> {
    await this.assemblies.call(id, reading.person());
  }

  /** Wants a proposed assembly too; a fifth of the members calls it. */
  @ApiBearerAuth()
  @Put('/assemblies/:id/backing')
  async back(@Read() reading: Reading, @Param() { id }: AssemblyParams): Promise<void> {
    await this.assemblies.back(id, reading.person());
  }

  /** Calls it off before it opens, or drops a draft. */
  @ApiBearerAuth()
  @Post('/assemblies/:id/calling-off')
  @HttpCode(204)
  async callOff(
    @Read() reading: Reading,
    @Param() { id }: AssemblyParams,
    @Body() { why }: CallOffRequest,
  ): Promise<void> {
    await this.assemblies.callOff(id, why ?? '', reading.person());
  }

  /**
   * Signs the minutes: the president of then or now, and the treasurer or an inspector; where there is nobody else, a member who
   * was on the roll.
   */
  @ApiBearerAuth()
  @Put('/assemblies/:id/signature')
  async sign(@Read() reading: Reading, @Param() { id }: AssemblyParams): Promise<void> {
    await this.assemblies.sign(id, reading.person());
  }

  private async isMember(reading: Reading, id: BodyId): Promise<boolean> {
    if (!reading.viewer) return false;
    return (await this.members.rolesOf(reading.viewer.personId)).some(({ body }) => body.id === id);
  }
}

function seenBy(member: boolean, { by, chairId, code, items, signatures, ...rest }: Assembly): AssemblySeen {
  return {
    ...rest,
    by: member ? by : null,
    chairId: member ? chairId : null,
    code: member ? code : null,
    items: items.map((item) => ({ ...item, candidate: member ? item.candidate : null })),
    signatures: signatures.map(({ office, at }) => ({ office, at })),
  };
}
