import { Controller, Get, Param, Post } from '@nestjs/common';
import { AgendaService, AssembliesQueries, AssembliesService } from '#libs/assemblies/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { assemblyDayPage } from './assemblies-forms.view.js';
import { AssemblyForm, CallOffForm } from './assemblies.requests.js';
import { assembliesPage, assemblyPage, type AssemblyView } from './assemblies.view.js';
import { AssemblyDesk, type AssemblyWhere as Where, backTo } from './assembly-desk.service.js';

/** An association's assemblies, for its members: drafts, proposals, agendas, minutes to sign. */
@Controller('/:lang(^ro|ru|en$)/association/:body/assemblies')
export class AssembliesPages {
  constructor(
    private readonly desk: AssemblyDesk,
    private readonly agenda: AgendaService,
    private readonly assemblies: AssembliesService,
    private readonly queries: AssembliesQueries,
  ) {}

  @Get()
  async list(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    const office = await this.desk.officeOf(reading, id);
    return assembliesPage(reading, { office, all: await this.queries.ofAssociation(office.body.id, reading.person()) });
  }

  @Get('/new')
  async blank(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    return assemblyDayPage(reading, { office: await this.desk.officeOf(reading, id), form: Form.blank() });
  }

  /** Begins a draft. */
  @Post('/new')
  async prepare(
    @Read() reading: Reading,
    @Param('body') id: string,
    @FormOf(AssemblyForm) form: Form<AssemblyForm>,
  ): Promise<Page | Redirect> {
    const office = await this.desk.officeOf(reading, id);
    const work = async (day: AssemblyForm) => {
      await this.agenda.prepare(office.body.id, day, reading.person());
      return seeOther(reading.href(`/association/${id}/assemblies/${day.id}`));
    };
    return form.submit(reading, work, (again) => assemblyDayPage(reading, { office, form: again }));
  }

  @Get('/:assembly')
  async show(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return assemblyPage(reading, { ...(await this.desk.view(reading, where)), form: Form.blank() });
  }

  /** Gives notice to the members, or proposes it to them. */
  @Post('/:assembly/call')
  call(@Read() reading: Reading, @Param() where: Where, @FormOf(NothingRequest) form: Form): Promise<Page | Redirect> {
    return this.act(reading, where, form, ({ assembly }, by) => this.assemblies.call(assembly.id, by));
  }

  /** Wants a proposed assembly too. */
  @Post('/:assembly/back')
  back(@Read() reading: Reading, @Param() where: Where, @FormOf(NothingRequest) form: Form): Promise<Page | Redirect> {
    return this.act(reading, where, form, ({ assembly }, by) => this.assemblies.back(assembly.id, by));
  }

  /** Signs the minutes. */
  @Post('/:assembly/signature')
  sign(@Read() reading: Reading, @Param() where: Where, @FormOf(NothingRequest) form: Form): Promise<Page | Redirect> {
    return this.act(reading, where, form, ({ assembly }, by) => this.assemblies.sign(assembly.id, by));
  }

  /** Calls it off, or drops a draft. */
  @Post('/:assembly/call-off')
  async callOff(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(CallOffForm) form: Form<CallOffForm>,
  ): Promise<Page | Redirect> {
    const view = await this.desk.view(reading, where);
    const work = async ({ why }: CallOffForm) => {
      await this.assemblies.callOff(view.assembly.id, why ?? '', reading.person());
      return seeOther(reading.href(`/association/${where.body}/assemblies`));
    };
    return form.submit(reading, work, (again) => assemblyPage(reading, { ...view, form: again }));
  }

  /** Does what one button asks for, and shows the assembly again. */
  private async act(
    reading: Reading,
    where: Where,
    form: Form,
    what: (view: Omit<AssemblyView, 'form'>, by: PersonId) => Promise<void>,
  ): Promise<Page | Redirect> {
    const view = await this.desk.view(reading, where);
    const work = async () => {
      await what(view, reading.person());
      return backTo(reading, view);
    };
    return form.submit(reading, work, (again) => assemblyPage(reading, { ...view, form: again }));
  }
}
