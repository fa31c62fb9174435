import { Controller, Get, type OnModuleInit, Param, Post, UseGuards } from '@nestjs/common';
import { civilDate, isId, newId, refuse } from '#libs/kernel/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import { type EditionId, EditionsQueries, EditionsService, type WrittenEdition } from '#libs/programmes/src/index.js';
import { ProgrammeEntry } from '#libs/projects/src/index.js';
import { NothingRequest } from '../account/sign-in.requests.js';
import { Decisions } from '../approvals/decisions.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { SignedThings } from '../operator/signed.service.js';
import { draftOf, isFilled, typedOf } from './edition-entry.js';
import { writePage } from './edition-form.view.js';
import { formOf } from './edition.form.js';
import { EditionForm, PublishForm } from './editions.requests.js';
import { editionPage, editionsPage } from './editions.view.js';

const AT = '/:lang(^ro|ru|en$)/operator/programmes';

/** Editions of co-funding programmes at the operator's desk. */
@UseGuards(OperatorGuard)
@Controller(AT)
export class EditionsPages implements OnModuleInit {
  constructor(
    private readonly editions: EditionsQueries,
    private readonly service: EditionsService,
    private readonly entry: ProgrammeEntry,
    private readonly things: SignedThings,
    private readonly decisions: Decisions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.decisions.register('programme-edition', {
      give: (id, by) => this.service.confirm(id, by),
      refuse: ({ id }, reason, by) => this.service.refuse(id, reason, by),
    });
  }

  @Get()
  async list(@Read() reading: Reading): Promise<Page> {
    return editionsPage(reading, await this.editions.all(), civilDate(await this.clock.now()));
  }

  /** A new draft, blank or with what another edition says: its source it has to name itself. */
  @Get('/new')
  async blank(@Read() reading: Reading): Promise<Page> {
    const from = reading.query.get('from');
    const old = from === null ? null : await this.mustFind(from);
    const typed = old ? { ...typedOf(old), source: {} } : { year: civilDate(await this.clock.now()).slice(0, 4), currency: 'MDL' }; // prettier-ignore
    return writePage(reading, { form: formOf({ ...typed, id: newId() }), edition: null, add: null });
  }

  @Post('/new')
  create(@Read() reading: Reading, @FormOf(EditionForm) form: Form<EditionForm>): Promise<Page | Redirect> {
    return this.write(reading, form, null);
  }

  @Get('/:id')
  async show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return this.shown(reading, await this.mustFind(id), Form.blank());
  }

  @Get('/:id/edit')
  async edit(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    const edition = await this.mustFind(id);
    const { version } = edition;
    return writePage(reading, { form: formOf({ ...typedOf(edition), id, version }), edition, add: reading.query.get('add') }); // prettier-ignore
  }

  @Post('/:id/edit')
  async save(@Read() reading: Reading, @Param('id') id: string, @FormOf(EditionForm) form: Form<EditionForm>): Promise<Page | Redirect> {
    return this.write(reading, form, await this.mustFind(id));
  } // prettier-ignore

  /** Asks a second of the staff to publish what was read. */
  @Post('/:id/publish')
  publish(@Read() reading: Reading, @Param('id') id: string, @FormOf(PublishForm) form: Form<PublishForm>): Promise<Page | Redirect> {
    return this.step(reading, id, form, async (edition, { id: approvalId, version }) => {
      await this.service.ask(approvalId, { id: edition.id, version }, reading.person());
      return '/operator/programmes?done=asked';
    });
  } // prettier-ignore

  @Post('/:id/retire')
  retire(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    // prettier-ignore
    return this.step(reading, id, form, async (edition) => {
      await this.service.retire(edition.id, reading.person());
      return `/operator/programmes/${id}?done=saved`;
    });
  }

  @Post('/:id/discard')
  discard(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(NothingRequest) form: Form,
  ): Promise<Page | Redirect> {
    // prettier-ignore
    return this.step(reading, id, form, async (edition) => {
      await this.service.discard(edition.id, reading.person());
      return '/operator/programmes?done=saved';
    });
  }

  private write(reading: Reading, form: Form<EditionForm>, edition: WrittenEdition | null): Promise<Page | Redirect> {
    // What is wrong stands beside the rows that are left: those that were emptied are gone.
    let sent: Form = form;
    const work = async ({ add, ...input }: EditionForm) => {
      const { id, version, ...typed } = { ...input, conditions: (input.conditions ?? []).filter(isFilled) };
      sent = formOf({ ...typed, id, ...(version && { version }) });
      await this.service.write(draftOf(edition?.id ?? id, typed), version ?? null, reading.person());
      const at = `/operator/programmes/${edition?.id ?? id}`;
      return seeOther(reading.href(add ? `${at}/edit?add=${add}#rules` : `${at}?done=saved`));
    };
    return form.submit(reading, work, (again) =>
      writePage(reading, { form: sent.withErrors(again.errors), edition, add: null }),
    );
  }

  private async step<Input extends object>(
    reading: Reading,
    id: string,
    form: Form<Input>,
    work: (edition: WrittenEdition, input: Input) => Promise<string>,
  ): Promise<Page | Redirect> {
    const edition = await this.mustFind(id);
    return form.submit(
      reading,
      async (input) => seeOther(reading.href(await work(edition, input))),
      async (again) => this.shown(reading, await this.mustFind(id), again),
    );
  }

  private async shown(reading: Reading, edition: WrittenEdition, form: Form): Promise<Page> {
    const subject = `edition:${edition.id}`;
    const [waits, refusal, today] = [await this.things.waiting(subject), await this.things.refusal(subject), civilDate(await this.clock.now())]; // prettier-ignore
    const code = reading.query.get('project')?.trim() ?? '';
    const tried = code === '' ? null : await this.entry.asIfEntered(code, edition);
    return editionPage(reading, { edition, waits, refusal, today, form, code, tried });
  }

  private async mustFind(id: string): Promise<WrittenEdition> {
    const edition = isId(id) ? await this.editions.written(id as EditionId) : null;
    if (!edition) throw refuse('not-found', 'not-found', 'No such edition.');
    return edition;
  }
}
