import { Controller, Get, Param, Post } from '@nestjs/common';
import { type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { type BodyKind, InvitationsService, type Membership, MembersQueries, MembersService, OrganisationQueries, ROLES } from '#libs/hometowns/src/index.js'; // prettier-ignore
import { PersonsService } from '#libs/identity/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { endPage, type EndView } from './end.view.js';
import { type Office, Offices } from './offices.js';
import { PeopleForm } from './people.requests.js';
import { type Colleague, peoplePage } from './people.view.js';

const LANG = '/:lang(^ro|ru|en$)';
const AT = [`${LANG}/town-hall/:body/people`, `${LANG}/association/:body/people`];
const END = AT.map((path) => `${path}/:membership/end`);

/** Who belongs to a town hall or an association, who is invited, and how one goes. */
@Controller()
export class PeoplePages {
  constructor(
    private readonly offices: Offices,
    private readonly queries: MembersQueries,
    private readonly members: MembersService,
    private readonly organisation: OrganisationQueries,
    private readonly invitations: InvitationsService,
    private readonly persons: PersonsService,
  ) {}

  @Get(AT)
  async show(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    return this.page(reading, await this.offices.mustBe(reading, kindOf(reading), id), Form.blank());
  }

  @Post(AT)
  async act(
    @Read() reading: Reading,
    @Param('body') id: string,
    @FormOf(PeopleForm) form: Form<PeopleForm>,
  ): Promise<Page | Redirect> {
    const office = await this.offices.mustBe(reading, kindOf(reading), id);
    const work = async (input: PeopleForm) => {
      await this.do(office, input, reading.person());
      return seeOther(reading.url);
    };
    return form.submit(reading, work, (again) => this.page(reading, office, again));
  }

  /** What somebody's going means, before it is done. */
  @Get(END)
  async end(@Read() reading: Reading, @Param() where: { body: string; membership: string }): Promise<Page> {
    return endPage(reading, { ...(await this.ending(reading, where)), form: Form.blank() });
  }

  @Post(END)
  async go(
    @Read() reading: Reading,
    @Param() where: { body: string; membership: string },
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const view = await this.ending(reading, where);
    const { body } = view.office;
    const work = async () => {
      await this.members.end(view.membership.id, reading.person());
      const still = await this.queries.rolesOf(reading.person());
      const here = still.some((one) => one.body.id === body.id);
      return seeOther(reading.href(here ? `/${body.kind}/${body.id}/people` : `/${body.kind}`));
    };
    return form.submit(reading, work, (again) => endPage(reading, { ...view, form: again }));
  }

  private async do({ body }: Office, { then, role, email, toEmail, which }: PeopleForm, by: PersonId): Promise<void> {
    if (then === 'link') await this.members.invite(body.id, 'member', null, by);
    if (then === 'invite') {
      if (!email) throw refuseFields({ pointer: '/email', code: 'email' });
      if (!role) throw refuseFields({ pointer: '/role', code: 'role-unknown' });
      await this.members.invite(body.id, role, email, by);
    }
    if (then === 'hand-over') {
      if (!toEmail) throw refuseFields({ pointer: '/toEmail', code: 'email' });
      await this.members.handOver(body.id, { role: ROLES[body.kind][0], toEmail }, by);
    }
    if (then === 'revoke') {
      const own = (await this.queries.invitations(body.id)).find(({ id }) => id === which);
      if (!own) throw refuse('not-found', 'not-found', 'Not an invitation of this body.');
      await this.invitations.revoke(own.id, by);
    }
  }

  private async ending(
    reading: Reading,
    where: { body: string; membership: string },
  ): Promise<Omit<EndView, 'form'>> {
    const office = await this.offices.mustBe(reading, kindOf(reading), where.body);
    const list = await this.queries.list(office.body.id);
    const membership = list.find(({ id }) => id === where.membership);
    const mine = membership?.personId === reading.person();
    // Only the head lets others go; for everybody else the page is not there.
    if (!membership || (!mine && !office.roles.includes(ROLES[office.body.kind][0]))) {
      throw refuse('not-found', 'not-found', 'Not a membership that this person may end.');
    }
    const [person] = await this.grouped(list.filter(({ personId }) => personId === membership.personId), true);
    const givesBack = mine && (await this.organisation.mayGiveBack(membership.id));
    return { office, membership, person: person!, mine, givesBack };
  } // prettier-ignore

  private async page(reading: Reading, office: Office, form: Form): Promise<Page> {
    const [list, invitations, called] = await Promise.all([
      this.queries.list(office.body.id),
      this.queries.invitations(office.body.id),
      this.queries.isCalled(office.body.id),
    ]);
    const officer = office.roles.some((role) => role !== 'member');
    const link = officer ? invitations.find(({ role, opened }) => role === 'member' && opened) : undefined;
    return peoplePage(reading, {
      office,
      people: await this.grouped(list, officer),
      invitations: officer ? invitations : [],
      link: link ? this.members.invitationLink(link.id) : null,
      called,
      form,
    });
  }

  /** Each person once with all that he is. Addresses are for officers. */
  private async grouped(list: readonly Membership[], officer: boolean): Promise<Colleague[]> {
    const ids = [...new Set(list.map(({ personId }) => personId))];
    const cards = await this.persons.cards(ids);
    return ids.map((personId) => {
      const card = cards.find(({ id }) => id === personId);
      return {
        personId,
        name: card?.name ?? null,
        email: officer ? (card?.email ?? null) : null,
        gender: card?.gender ?? 'other',
        holds: list.filter((one) => one.personId === personId),
      };
    });
  }
}

function kindOf({ path }: Reading): BodyKind {
  return path.startsWith('/town-hall/') ? 'town-hall' : 'association';
}
