import { Controller, Get, Param, Post } from '@nestjs/common';
import { AgendaService, type ItemId, type NewItem } from '#libs/assemblies/src/index.js';
import { BodiesQueries } from '#libs/hometowns/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { mustBeId } from '../edge/ids.js';
import type { Page, Redirect } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { agendaRulePage, dissolutionItemPage, electionPage, questionPage } from './assemblies-forms.view.js';
import { AgendaRuleForm, AnswerForm, DissolutionItemForm, ElectionForm, QuestionForm } from './assemblies.requests.js';
import { assemblyPage, type AssemblyView } from './assemblies.view.js';
import { AssemblyDesk, type AssemblyWhere as Where, backTo } from './assembly-desk.service.js';
import { ruleForm, withRule } from './rule.form.js';

/** The points of an agenda, which its maker writes before the notice. */
@Controller('/:lang(^ro|ru|en$)/association/:body/assemblies')
export class AgendaPages {
  constructor(
    private readonly desk: AssemblyDesk,
    private readonly agenda: AgendaService,
    private readonly bodies: BodiesQueries,
  ) {}

  @Get('/:assembly/question')
  async question(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return questionPage(reading, { ...(await this.desk.view(reading, where)), form: Form.blank() });
  }

  /** Puts a question on the agenda. */
  @Post('/:assembly/question')
  async ask(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(QuestionForm) form: Form<QuestionForm>,
  ): Promise<Page | Redirect> {
    const view = await this.desk.view(reading, where);
    const work = ({ id, question }: QuestionForm) => this.add(reading, view, { id, kind: 'question', question: { original: reading.lang, ...question } }); // prettier-ignore
    return form.submit(reading, work, (again) => questionPage(reading, { ...view, form: again }));
  }

  @Get('/:assembly/election')
  async election(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    const view = await this.desk.view(reading, where);
    return electionPage(reading, {
      ...view,
      people: await this.desk.peopleOf(view.office),
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
    const view = await this.desk.view(reading, where);
    const people = await this.desk.peopleOf(view.office);
    const work = (election: ElectionForm) => this.add(reading, view, { kind: 'officers', ...election });
    return form.submit(reading, work, (again) => electionPage(reading, { ...view, people, form: again }));
  }

  @Get('/:assembly/rule')
  async rule(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    const view = await this.desk.view(reading, where);
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
    const view = await this.desk.view(reading, where);
    const work = ({ id, ...typed }: AgendaRuleForm) =>
      withRule(typed, (rule) => this.add(reading, view, { id, kind: 'rules', rule }));
    return form.submit(reading, work, (again) => agendaRulePage(reading, { ...view, form: again }));
  }

  @Get('/:assembly/dissolution')
  async dissolution(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return dissolutionItemPage(reading, { ...(await this.desk.view(reading, where)), form: Form.blank() });
  }

  /** Puts the dissolution on the agenda. */
  @Post('/:assembly/dissolution')
  async askDissolution(
    @Read() reading: Reading,
    @Param() where: Where,
    @FormOf(DissolutionItemForm) form: Form<DissolutionItemForm>,
  ): Promise<Page | Redirect> {
    const view = await this.desk.view(reading, where);
    const work = ({ id }: DissolutionItemForm) => this.add(reading, view, { id, kind: 'dissolution' });
    return form.submit(reading, work, (again) => dissolutionItemPage(reading, { ...view, form: again }));
  }

  /** Takes a point off the agenda. */
  @Post('/:assembly/items/:item/end')
  async remove(
    @Read() reading: Reading,
    @Param() { item, ...where }: Where & { item: string },
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    const view = await this.desk.view(reading, where);
    const work = async () => {
      await this.agenda.remove(view.assembly.id, mustBeId<ItemId>(item), reading.person());
      return backTo(reading, view);
    };
    return form.submit(reading, work, (again) => assemblyPage(reading, { ...view, form: again }));
  }

  /** Says whether one wants to stand. */
  @Post('/:assembly/items/:item/answer')
  async answer(
    @Read() reading: Reading,
    @Param() { item, ...where }: Where & { item: string },
    @FormOf(AnswerForm) form: Form<AnswerForm>,
  ): Promise<Page | Redirect> {
    const view = await this.desk.view(reading, where);
    const work = async ({ says }: AnswerForm) => {
      await this.agenda.answer(view.assembly.id, mustBeId<ItemId>(item), says, reading.person());
      return backTo(reading, view);
    };
    return form.submit(reading, work, (again) => assemblyPage(reading, { ...view, form: again }));
  }

  private async add(
    reading: Reading,
    view: Omit<AssemblyView, 'form'>,
    item: NewItem & { readonly id: ItemId },
  ): Promise<Redirect> {
    await this.agenda.add(view.assembly.id, item, reading.person());
    return backTo(reading, view);
  }
}
