import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { refuse } from '#libs/kernel/src/index.js';
import {
  ApplicationsService,
  type Body as Entity,
  BodiesQueries,
  isPublic,
  MembersQueries,
  OfficialEmailService,
  ProfilesService,
  TreasuryService,
  VoteRulesService,
} from '#libs/hometowns/src/index.js';
import { Limit, PublicPage, Read } from '../edge/decorators.js';
import type { Reading } from '../edge/reading.js';
import {
  ApplicationRequest,
  BodyParams,
  OfficialEmailRequest,
  ProfileRequest,
  TreasuryAccountRequest,
  VerificationRequest,
} from './bodies.requests.js';
import { VoteRuleRequest } from './vote-rule.requests.js';

/** Town halls and associations: applying, verifying, their account and their rule of voting. */
@ApiTags('bodies')
@Controller('/api/v1/bodies')
export class BodiesApi {
  constructor(
    private readonly applications: ApplicationsService,
    private readonly bodies: BodiesQueries,
    private readonly members: MembersQueries,
    private readonly treasury: TreasuryService,
    private readonly rules: VoteRulesService,
    private readonly profiles: ProfilesService,
    private readonly officialEmail: OfficialEmailService,
  ) {}

  /** Applies, in the name of the person who is signed in; he has sent the documents in before. */
  @Put('/:id')
  @Limit({ name: 'apply', points: 20, seconds: 3600 })
  async apply(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Body() body: ApplicationRequest,
  ): Promise<object> {
    reading.person();
    const own = { ...body.by, email: reading.viewer!.email, lang: reading.lang };
    return { id: await this.applications.apply({ ...body, id, by: own }) };
  }

  /** A verified body, or one that has been dissolved; its own people and the operator see it before, too. */
  @Get('/:id')
  @PublicPage()
  async find(@Read() reading: Reading, @Param() { id }: BodyParams): Promise<object> {
    const body = await this.bodies.find(id);
    const viewer = reading.viewer;
    const own =
      viewer && (viewer.staff || (await this.members.rolesOf(viewer.personId)).some((one) => one.body.id === id));
    if (!body || (!isPublic(body) && !own)) throw refuse('not-found', 'not-found', 'No such body.');
    return { ...publicBody(body), voteRule: body.kind === 'association' ? await this.bodies.voteRuleOf(id) : null };
  }

  /** The operator recommends, refuses or suspends; recommending waits for a second operator. */
  @ApiBearerAuth()
  @Post('/:id/verification')
  async verify(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Body() { decision, reason = '' }: VerificationRequest,
  ): Promise<object> {
    const by = reading.person();
    if (decision === 'recommend') return { approvalId: await this.applications.verify(id, by) };
    await (decision === 'refuse'
      ? this.applications.refuse(id, reason, by)
      : this.applications.suspend(id, reason, by));
    return {};
  }

  /** The account to which tranches go, the one that is on its way, and those before. For its officers. */
  @ApiBearerAuth()
  @Get('/:id/treasury-account')
  async account(@Read() reading: Reading, @Param() { id }: BodyParams): Promise<object> {
    const roles = await this.members.rolesOf(reading.person());
    if (!reading.viewer?.staff && !roles.some(({ body }) => body.id === id && body.kind === 'town-hall')) {
      throw refuse('not-found', 'not-found', 'Not a town hall of this person.');
    }
    const { treasury } = this;
    const [active, proposed, history] = await Promise.all([treasury.active(id), treasury.proposed(id), treasury.history(id)]);
    return { active, proposed, history };
  } // prettier-ignore

  /** Enters the account to which tranches go: another officer signs, then the official address confirms by letter. */
  @ApiBearerAuth()
  @Put('/:id/treasury-account')
  async proposeAccount(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Body() account: TreasuryAccountRequest,
  ): Promise<object> {
    return { approvalId: await this.treasury.propose(id, account, reading.person()) };
  }

  /** Sets what the body says of itself in public. */
  @ApiBearerAuth()
  @Put('/:id/profile')
  async describe(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Body() { about = null, address }: ProfileRequest,
  ): Promise<void> {
    await this.profiles.set(id, { about, address }, reading.person());
  }

  /** The operator gives a body another official address; another of the staff confirms. */
  @ApiBearerAuth()
  @Put('/:id/official-email')
  async changeEmail(
    @Read() reading: Reading,
    @Param() { id }: BodyParams,
    @Body() { email }: OfficialEmailRequest,
  ): Promise<object> {
    return { approvalId: await this.officialEmail.ask(id, email, reading.person()) };
  }

  /** Sets how the association votes from now on. */
  @ApiBearerAuth()
  @Put('/:id/vote-rule')
  async setRule(@Read() reading: Reading, @Param() { id }: BodyParams, @Body() rule: VoteRuleRequest): Promise<void> {
    await this.rules.set(
      id,
      { ...rule, proxies: rule.proxies ?? 0, paperAllowed: rule.paperAllowed ?? false },
      reading.person(),
    );
  }
}

type PublicField =
  | 'id'
  | 'kind'
  | 'form'
  | 'placeCode'
  | 'name'
  | 'about'
  | 'email'
  | 'address'
  | 'registrationNo'
  | 'slug'
  | 'state'
  | 'dissolvedAt';

/** A body without the person who applied for it. */
function publicBody({
  id,
  kind,
  form,
  placeCode,
  name,
  about,
  email,
  address,
  registrationNo,
  slug,
  state,
  dissolvedAt,
}: Entity): Pick<Entity, PublicField> {
  return { id, kind, form, placeCode, name, about, email, address, registrationNo, slug, state, dissolvedAt };
}
