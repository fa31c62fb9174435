import { Controller, Get, Param, Post } from '@nestjs/common';
import { type FileId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { ApplicationsService, type BodyKind, InvitationsService, JoiningService, PlacesQueries } from '#libs/hometowns/src/index.js'; // prettier-ignore
import { SignInService } from '#libs/identity/src/index.js';
import { Files } from '#libs/platform/src/index.js';
import { FormOf, Limit, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Papers } from '../town-hall/papers.service.js';
import { AcceptForm, AddressForm, ApplyForm, LinkForm } from './apply.requests.js';
import { addressPage, applyPage, kindPage, linkPage, placePage, thanksPage } from './apply.view.js';
import { expiredPage, invitationPage, waitingPage } from './invitation.view.js';

/** Applying for a town hall or an association, and following an invitation. */
@Controller('/:lang(^ro|ru|en$)')
export class ApplyPages {
  constructor(
    private readonly applications: ApplicationsService,
    private readonly invitations: InvitationsService,
    private readonly joining: JoiningService,
    private readonly places: PlacesQueries,
    private readonly signIn: SignInService,
    private readonly papers: Papers,
    private readonly files: Files,
  ) {}

  /** Step by step: who (by letter), what, where, then the form. */
  @Get('/apply')
  async apply(@Read() reading: Reading): Promise<Page> {
    const kind = kindOf(reading);
    if (!reading.viewer) return addressPage(reading, Form.blank({ kind }));
    if (!kind) return kindPage(reading);
    const place = await this.places.byCode(reading.query.get('place') ?? '');
    if (!place) return this.choosePlace(reading, kind);
    const { name } = reading.viewer;
    const role = kind === 'association' ? 'president' : null;
    const form = Form.blank({ kind, placeCode: place.code, 'by.name': name, 'by.role': role });
    return applyPage(reading, { form, kind, place, kept: [] });
  }

  @Post('/apply/link')
  @Limit({ name: 'sign-in', points: 20, seconds: 600 })
  link(@Read() reading: Reading, @FormOf(AddressForm) form: Form<AddressForm>): Promise<Page | Redirect> {
    const work = async ({ email, kind }: AddressForm) => {
      const next = reading.href(kind ? `/apply?kind=${kind}` : '/apply');
      await this.signIn.ask({ email, lang: reading.lang, next, register: true });
      return linkPage(reading, email);
    };
    return form.submit(reading, work, (again) => addressPage(reading, again));
  }

  @Post('/apply')
  @Limit({ name: 'apply', points: 20, seconds: 3600 })
  async send(@Read() reading: Reading, @FormOf(ApplyForm) form: Form<ApplyForm>): Promise<Page | Redirect> {
    const by = reading.person();
    const kind: BodyKind = form.value('kind') === 'association' ? 'association' : 'town-hall';
    const place = await this.places.byCode(form.value('placeCode'));
    if (!place) return this.choosePlace(reading, kind);
    const kept: FileId[] = [];
    const work = async ({ kept: earlier = [], ...input }: ApplyForm) => {
      kept.push(...earlier, ...(await this.papers.keep(form, 'documents', by)));
      const { name: own = '', role = null } = input.by ?? {};
      const applicant = { name: own, role, email: reading.viewer!.email, lang: reading.lang };
      // As they stand on the form, with the rows between them that were left empty: errors name a row by its place.
      const named = Array.from({ length: form.rows('founders') }, (_, n) => ({
        name: form.value(`founders.${n}.name`),
        email: form.value(`founders.${n}.email`),
      }));
      const founders = kind === 'association' ? [...named, applicant] : [];
      const { name = '', email = '', address = '' } = input;
      const texts = { original: reading.lang, [reading.lang]: name };
      await this.applications.apply({
        ...input,
        name: texts,
        email,
        address,
        founders,
        documents: kept,
        by: applicant,
      });
      return seeOther(reading.href('/apply/thanks'));
    };
    return form.submit(reading, work, async (again) => {
      const infos = await this.files.infos(kept);
      return applyPage(reading, { form: again, kind, place, kept: infos });
    });
  }

  @Get('/apply/thanks')
  thanks(@Read() reading: Reading): Page {
    reading.person();
    return thanksPage(reading);
  }

  /** Shows what an invitation offers; only pressing its button takes it. */
  @Get('/invitation/:token')
  async invitation(@Read() reading: Reading, @Param('token') token: string): Promise<Page> {
    return this.showInvitation(reading, token, Form.blank());
  }

  @Post('/invitation/:token')
  accept(
    @Read() reading: Reading,
    @Param('token') token: string,
    @FormOf(AcceptForm) form: Form<AcceptForm>,
  ): Promise<Page | Redirect> {
    const work = async ({ name }: AcceptForm) => {
      if (!reading.viewer?.name && !name?.trim()) throw refuseFields({ pointer: '/name', code: 'person-name' });
      const { bodyId, role, state } = await this.joining.accept(token, reading.person(), name);
      if (state === 'waiting') return waitingPage(reading);
      const hall = role === 'mayor' || role === 'secretary' || role === 'accountant';
      return seeOther(reading.href(`/${hall ? 'town-hall' : 'association'}/${bodyId}`));
    };
    return form.submit(reading, work, (again) => this.showInvitation(reading, token, again));
  }

  @Post('/invitation/:token/link')
  @Limit({ name: 'sign-in', points: 20, seconds: 600 })
  invited(
    @Read() reading: Reading,
    @Param('token') token: string,
    @FormOf(LinkForm) form: Form<LinkForm>,
  ): Promise<Page | Redirect> {
    // prettier-ignore
    const work = async ({ email: typed }: LinkForm) => {
      const named = await this.addressOf(token);
      const email = named ?? typed ?? '';
      const next = reading.href(`/invitation/${encodeURIComponent(token)}`);
      await this.signIn.ask({ email, lang: reading.lang, next, register: true });
      return linkPage(reading, named ? null : email);
    };
    return form.submit(reading, work, (again) => this.showInvitation(reading, token, again));
  }

  private async choosePlace(reading: Reading, kind: BodyKind): Promise<Page> {
    const found = await this.places.search(reading.query.get('q') ?? '', 20);
    return placePage(reading, { kind, found });
  }

  private async showInvitation(reading: Reading, token: string, form: Form): Promise<Page> {
    const seen = await this.invitations.look(token);
    if (!seen) return expiredPage(reading, await this.invitations.whyNot(token), form);
    return invitationPage(reading, { seen, token, named: (await this.addressOf(token)) !== null, form });
  }

  /** The address that an invitation names; null for a join link. */
  private async addressOf(token: string): Promise<string | null> {
    const seen = await this.invitations.look(token);
    if (!seen) throw refuse('conflict', 'invitation-expired', 'It cannot be followed any more.');
    return (await this.invitations.letterOf(seen.id))?.email ?? null;
  }
}

function kindOf({ query }: Reading): BodyKind | null {
  const kind = query.get('kind');
  return kind === 'town-hall' || kind === 'association' ? kind : null;
}
