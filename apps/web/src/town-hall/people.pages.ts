import { Controller, Get, Param, Post } from '@nestjs/common';
import { type PersonId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { type BodyKind, InvitationsService, type Membership, MembersQueries, MembersService } from '#libs/hometowns/src/index.js'; // prettier-ignore
import { PersonsService } from '#libs/identity/src/index.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { type Office, Offices } from './offices.js';
import { PeopleForm } from './people.requests.js';
import { peoplePage } from './people.view.js';

const LANG = '/:lang(^ro|ru|en$)';
const AT = [`${LANG}/town-hall/:body/people`, `${LANG}/association/:body/people`];

/** Who belongs to a town hall or an association, and who is invited. */
@Controller()
export class PeoplePages {
  constructor(
    private readonly offices: Offices,
    private readonly queries: MembersQueries,
    private readonly members: MembersService,
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
      const still = await this.queries.rolesOf(reading.person());
      const mine = still.some(({ body }) => body.id === office.body.id);
      return seeOther(mine ? reading.url : reading.href(`/${office.body.kind}`));
    };
    return form.submit(reading, work, (again) => this.page(reading, office, again));
  }

  private async do({ body }: Office, { then, role, email, which }: PeopleForm, by: PersonId): Promise<void> {
    if (then === 'link') await this.members.invite(body.id, 'member', null, by);
    if (then === 'invite' || then === 'hand-over') {
      if (!email) throw refuseFields({ pointer: '/email', code: 'email' });
      if (!role) throw refuseFields({ pointer: '/role', code: 'role-unknown' });
      if (then === 'invite') await this.members.invite(body.id, role, email, by);
      else await this.members.handOver(body.id, { role, toEmail: email }, by);
    }
    if (then === 'revoke') {
      const own = (await this.queries.invitations(body.id)).find(({ id }) => id === which);
      if (!own) throw refuse('not-found', 'not-found', 'Not an invitation of this body.');
      await this.invitations.revoke(own.id, by);
    }
    if (then === 'end') {
      const own = (await this.queries.list(body.id)).find(({ id }) => id === which);
      if (!own) throw refuse('not-found', 'not-found', 'Not a membership of this body.');
      await this.members.end(own.id, by);
    }
  }

  private async page(reading: Reading, office: Office, form: Form): Promise<Page> {
    const [list, invitations] = await Promise.all([
      this.queries.list(office.body.id),
      this.queries.invitations(office.body.id),
    ]);
    const officer = office.roles.some((role) => role !== 'member');
    const link = officer ? invitations.find(({ role, opened }) => role === 'member' && opened) : undefined;
    return peoplePage(reading, {
      office,
      people: await this.named(list),
      invitations: officer ? invitations : [],
      link: link ? this.members.invitationLink(link.id) : null,
      form,
    });
  }

  private async named(list: readonly Membership[]) {
    const cards = await this.persons.cards([...new Set(list.map(({ personId }) => personId))]);
    return list.map((one) => {
      const card = cards.find(({ id }) => id === one.personId);
      return { ...one, name: card?.name ?? card?.email ?? '–', gender: card?.gender ?? 'other' };
    });
  }
}

function kindOf({ path }: Reading): BodyKind {
  return path.startsWith('/town-hall/') ? 'town-hall' : 'association';
}
