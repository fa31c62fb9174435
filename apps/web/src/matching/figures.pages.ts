import { Controller, Get, type OnModuleInit, Param, Post, UseGuards } from '@nestjs/common';
import { isId, newId, refuse } from '#libs/kernel/src/index.js';
import { type Figures, type FiguresId, FiguresQueries, FiguresService } from '#libs/matching/src/index.js';
import { Decisions } from '../approvals/decisions.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, PublicPage, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { SignedThings } from '../operator/signed.service.js';
import { FigureRows } from './figure-rows.service.js';
import { FiguresEntry } from './figures-entry.service.js';
import { deskFiguresPage, figuresListPage, figuresPage, newFiguresPage } from './figures.view.js';
import { FiguresForm } from './matching.requests.js';

/** Figures of towns at the operator's desk. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator/figures')
export class FiguresDesk implements OnModuleInit {
  constructor(
    private readonly figures: FiguresQueries,
    private readonly service: FiguresService,
    private readonly entry: FiguresEntry,
    private readonly rows: FigureRows,
    private readonly things: SignedThings,
    private readonly decisions: Decisions,
  ) {}

  onModuleInit(): void {
    this.decisions.register('need-figures', {
      give: (id, by) => this.service.confirm(id, by),
      refuse: ({ id }, reason, by) => this.service.refuse(id, reason, by),
    });
  }

  @Get()
  async list(@Read() reading: Reading): Promise<Page> {
    return figuresListPage(reading, await this.figures.all());
  }

  @Get('/new')
  blank(@Read() reading: Reading): Page {
    return newFiguresPage(reading, Form.blank({ id: newId() }), null);
  }

  /** Reads what was pasted and shows it; then asks a second of the staff for the same. */
  @Post('/new')
  enter(@Read() reading: Reading, @FormOf(FiguresForm) form: Form<FiguresForm>): Promise<Page | Redirect> {
    const work = async ({ id, step, ...typed }: FiguresForm) => {
      const figures = await this.entry.read(id, typed);
      if (step === 'read') return newFiguresPage(reading, form, await this.rows.of(reading, figures.towns));
      await this.service.enter(figures, reading.person());
      return seeOther(reading.href('/operator/figures?done=asked'));
    };
    return form.submit(reading, work, (again) => newFiguresPage(reading, again, null));
  }

  @Get('/:id')
  async show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    const figures = await mustFind(this.figures, id);
    const rows = await this.rows.of(reading, await this.figures.towns(figures.id));
    return deskFiguresPage(reading, { figures, rows, waits: await this.things.waiting(`figures:${id}`) });
  }
}

/** Figures for everybody, once two have signed them. */
@Controller('/:lang(^ro|ru|en$)/figures/:id')
export class FiguresPages {
  constructor(
    private readonly figures: FiguresQueries,
    private readonly rows: FigureRows,
  ) {}

  @Get()
  @PublicPage()
  async show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    const figures = await mustFind(this.figures, id);
    if (figures.state !== 'standing') throw refuse('not-found', 'not-found', 'No such figures.');
    return figuresPage(reading, { figures, rows: await this.rows.of(reading, await this.figures.towns(figures.id)) });
  }
}

async function mustFind(queries: FiguresQueries, id: string): Promise<Figures> {
  const figures = isId(id) ? await queries.find(id as FiguresId) : null;
  if (!figures) throw refuse('not-found', 'not-found', 'No such figures.');
  return figures;
}
