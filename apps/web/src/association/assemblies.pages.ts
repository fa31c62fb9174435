import { Controller, Get, Param, Post } from '@nestjs/common';
import {
  AgendaService,
  AssembliesQueries,
  AssembliesService,
  type Assembly,
  type AssemblyId,
  type ItemId,
  type NewItem,
} from '#libs/assemblies/src/index.js';
import { BodiesQueries, MembersQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { isId, type PersonId, refuse } from '#libs/kernel/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { type Office, Offices } from '../town-hall/offices.js';
import { agendaRulePage, assemblyDayPage, electionPage, questionPage } from './assemblies-forms.view.js';
import { AgendaRuleForm, AssemblyForm, CallOffForm, ElectionForm, QuestionForm } from './assemblies.requests.js';
import { assembliesPage, assemblyPage, type AssemblyView } from './assemblies.view.js';
import { ruleForm, ruleOf } from './rule.form.js';

interface Where {
  readonly body: string;
  readonly assembly: string;
}

/** An association's assemblies, for its members: drafts, proposals, agendas, minutes to sign. */
@Controller('/:lang(^ro|ru|en$)/association/:body/assemblies')
export class AssembliesPages {
  constructor(
    private readonly offices: Offices,
    private readonly agenda: AgendaService,
    private readonly assemblies: AssembliesService,
    private readonly queries: AssembliesQueries,
    private readonly members: MembersQueries,
    private readonly persons: PersonsService,
    private readonly bodies: BodiesQueries,
  ) {}

  @Get()
  async list(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    const office = await this.officeOf(reading, id);
    return assembliesPage(reading, { office, all: await this.queries.forMember(office.body.id, reading.person()) });
  }

  @Get('/new')
  async blank(@Read() reading: Reading, @Param('body') id: string): Promise<Page> {
    return assemblyDayPage(reading, { office: await this.officeOf(reading, id), form: Form.blank() });
  }

  /** Begins a draft. */
  @Post('/new')
  async prepare(
    @Read() reading: Reading,
    @Param('body') id: string,
    @FormOf(AssemblyForm) form: Form<AssemblyForm>,
  ): Promise<Page | Redirect> {
    const office = await this.officeOf(reading, id);
    const work = async (day: AssemblyForm) => {
      await this.agenda.prepare(office.body.id, day, reading.person());
      return seeOther(reading.href(`/association/${id}/assemblies/${day.id}`));
    };
    return form.submit(reading, work, (again) => assemblyDayPage(reading, { office, form: again }));
  }

  @Get('/:assembly')
  async show(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return assemblyPage(reading, { ...(await this.view(reading, where)), form: Form.blank() });
  }

  @Get('/:assembly/question')
  async question(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return questionPage(reading, { ...(await this.view(reading, where)), form: Form.blank() });
  }

  /** Puts a question on the agenda. */
  @Post('/:assembly/question')
  async ask(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(QuestionForm) form: Form<QuestionForm>,
  ): Promise<Page | Redirect> {
    const view = await this.view(reading, where);
    const work = ({ id, question }: QuestionForm) => this.add(reading, view, { id, kind: 'question', question: { original: reading.lang, ...question } }); // prettier-ignore
    return form.submit(reading, work, (again) => questionPage(reading, { ...view, form: again }));
  }

  @Get('/:assembly/election')
  async election(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    const view = await this.view(reading, where);
    return electionPage(reading, {
      ...view,
      people: await this.peopleOf(view.office),
      form: Form.blank({ years: '2' }),
    });
  }

  /** Puts an election on the agenda. */
  @Post('/:assembly/election')
  async elect(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(ElectionForm) form: Form<ElectionForm>,
  ): Promise<Page | Redirect> {
    const view = await this.view(reading, where);
    const people = await this.peopleOf(view.office);
    const work = (election: ElectionForm) => this.add(reading, view, { kind: 'officers', ...election });
    return form.submit(reading, work, (again) => electionPage(reading, { ...view, people, form: again }));
  }

  @Get('/:assembly/rule')
  async rule(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    const view = await this.view(reading, where);
    const rule = await this.bodies.voteRuleOf(view.office.body.id);
    return agendaRulePage(reading, { ...view, form: ruleForm(rule) });
  }

  /** Puts a voting rule on the agenda. */
  @Post('/:assembly/rule')
  async askRule(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(AgendaRuleForm) form: Form<AgendaRuleForm>,
  ): Promise<Page | Redirect> {
    const view = await this.view(reading, where);
    const work = ({ id, ...rule }: AgendaRuleForm) =>
      this.add(reading, view, { id, kind: 'rules', rule: ruleOf(rule) });
    return form.submit(reading, work, (again) => agendaRulePage(reading, { ...view, form: again }));
  }

  /** Takes a point off the agenda. */
  @Post('/:assembly/items/:item/end')
  async remove(
    @Read() reading: Reading,
    @Param() { item, ...where }: Where & { item: string },
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    return this.act(reading, where, form, ({ assembly }, by) =>
      this.agenda.remove(assembly.id, mustBeId<ItemId>(item), by),
    );
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
    const view = await this.view(reading, where);
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
    const view = await this.view(reading, where);
    const work = async () => {
      await what(view, reading.person());
      return back(reading, view);
    };
    return form.submit(reading, work, (again) => assemblyPage(reading, { ...view, form: again }));
  }

  private async add(
    reading: Reading,
    view: Omit<AssemblyView, 'form'>,
    item: NewItem & { readonly id: ItemId },
  ): Promise<Redirect> {
    await this.agenda.add(view.assembly.id, item, reading.person());
    return back(reading, view);
  }

  private officeOf(reading: Reading, id: string): Promise<Office> {
    return this.offices.mustBe(reading, 'association', id);
  }

  /** An assembly as the reader may see it: somebody else's draft is not there. */
  private async view(reading: Reading, { body, assembly: id }: Where): Promise<Omit<AssemblyView, 'form'>> {
    const office = await this.officeOf(reading, body);
    const [assembly, me] = [await this.queries.find(mustBeId<AssemblyId>(id)), reading.person()];
    const hidden = assembly?.calledAt === null && assembly.state !== 'proposed' && assembly.by !== me;
    if (assembly?.associationId !== office.body.id || hidden)
      throw refuse('not-found', 'not-found', 'No such assembly.');
    const people = [...assembly.items.flatMap(({ candidate }) => candidate ?? []), ...assembly.signatures.map((one) => one.personId)]; // prettier-ignore
    const [names, backs] = await Promise.all([this.namesOf(people), this.queries.backs(assembly.id, me)]);
    return { office, assembly, me, names, backs };
  }

  private async peopleOf({ body }: Office): Promise<readonly (readonly [PersonId, string])[]> {
    const list = await this.members.list(body.id);
    return [...(await this.namesOf(list.map(({ personId }) => personId)))];
  }

  private async namesOf(ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>> {
    const cards = await this.persons.cards([...new Set(ids)]);
    return new Map(cards.map(({ id, name }) => [id, name ?? '–']));
  }
}

function back(reading: Reading, { assembly }: { assembly: Assembly }): Redirect {
  return seeOther(reading.href(`/association/${assembly.associationId}/assemblies/${assembly.id}`));
}

function mustBeId<Id extends string>(text: string): Id {
  if (!isId(text)) throw refuse('not-found', 'not-found', 'No such thing.');
  return text as string as Id;
}
