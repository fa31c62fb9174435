import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { PlacesQueries } from '#libs/hometowns/src/index.js';
import { isId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import { type NeutralPeriodId, NeutralPeriodsService, type UpdateId, VoiceQueries } from '#libs/voice/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { listById, type Page, type Redirect, seeOther } from '../edge/page.js';
import { idIn } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { StepForm } from '../operator/operator.requests.js';
import { HidingForm, PeriodForm } from './neutral.requests.js';
import { hidingPage, type NamedUpdate, neutralPage } from './neutral.view.js';

const SHOWN = 20;
const PERIODS = 50;

/** The operator's room for news: election periods, and news that break a rule. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator/news')
export class NeutralPages {
  constructor(
    private readonly periods: NeutralPeriodsService,
    private readonly voice: VoiceQueries,
    private readonly projects: ProjectsQueries,
    private readonly places: PlacesQueries,
  ) {}

  @Get()
  show(@Read() reading: Reading): Promise<Page> {
    return this.shown(reading, Form.blank());
  }

  /** Announces an election period. */
  @Post('/periods')
  announce(@Read() reading: Reading, @FormOf(PeriodForm) form: Form<PeriodForm>): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ id, ro, ru, en, firstOn, lastOn, source, place }) => {
        const placeCode = place ? await this.codeOf(place) : null;
        const name = { original: 'ro' as const, ro, ...(ru && { ru }), ...(en && { en }) };
        await this.periods.announce({ id, name, firstOn, lastOn, source, placeCode }, reading.person());
        return seeOther(reading.href('/operator/news?done=saved'));
      },
      (again) => this.shown(reading, again),
    );
  }

  /** Ends a period now. */
  @Post('/periods/:id/end')
  end(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(StepForm) form: Form<StepForm>,
  ): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async () => {
        if (!isId(id)) throw refuse('not-found', 'not-found', 'No such period.');
        await this.periods.end(id as NeutralPeriodId, reading.person());
        return seeOther(reading.href('/operator/news?done=saved'));
      },
      (again) => this.shown(reading, again),
    );
  }

  @Get('/:id')
  async one(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    return hidingPage(reading, await this.mustFind(id), Form.blank());
  }

  /** Hides news, or shows them again. */
  @Post('/:id')
  async judge(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(HidingForm) form: Form<HidingForm>,
  ): Promise<Page | Redirect> {
    const update = await this.mustFind(id);
    return form.submit(
      reading,
      async ({ hidden, reason }) => {
        await this.periods.hide(update.id, { hidden: hidden === 'yes', reason }, reading.person());
        return seeOther(reading.href('/operator/news?done=saved'));
      },
      (again) => hidingPage(reading, update, again),
    );
  }

  private async shown(reading: Reading, form: Form): Promise<Page> {
    const before = (idIn(reading.query) ?? null) as UpdateId | null;
    const neutral = reading.query.get('neutral') === 'yes';
    const [periods, found] = await Promise.all([
      this.voice.periods({ limit: PERIODS }),
      this.voice.newest({ neutral, before, limit: SHOWN + 1 }),
    ]);
    const { items, next } = listById(found, SHOWN);
    const places = await Promise.all(
      periods.map(async ({ placeCode }) => {
        const place = placeCode && (await this.places.byCode(placeCode));
        return place ? placeLine(reading, place) : null;
      }),
    );
    const updates = await Promise.all(items.map((update) => this.named(update)));
    const said = periods.map((period, index) => ({ ...period, place: places[index] ?? null }));
    return neutralPage(reading, { periods: said, updates, neutral, next, form });
  }

  private async mustFind(id: string): Promise<NamedUpdate> {
    const update = isId(id) ? await this.voice.find(id as UpdateId) : null;
    if (!update) throw refuse('not-found', 'not-found', 'No such news.');
    return this.named(update);
  }

  private async named(update: Omit<NamedUpdate, 'title'>): Promise<NamedUpdate> {
    return { ...update, title: (await this.projects.find(update.projectId))!.title };
  }

  private async codeOf(slug: string): Promise<string> {
    const place = await this.places.bySlug(slug);
    if (!place) throw refuseFields({ pointer: '/place', code: 'place-unknown' });
    return place.code;
  }
}
