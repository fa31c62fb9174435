import { Injectable } from '@nestjs/common';
import { type BodyKind, PlacesQueries } from '#libs/hometowns/src/index.js';
import { PersonsService } from '#libs/identity/src/index.js';
import { isId, refuse } from '#libs/kernel/src/index.js';
import { BoardQueries, type NeedAndSame, OptionsQueries, type TownNeedId } from '#libs/needs/src/index.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { type Office, Offices, speaksFor } from '../town-hall/offices.js';
import { needDeskPage } from './need-desk.view.js';
import { needsDeskPage } from './needs-desk.view.js';

/** A need at a desk, as its address says. */
export interface AtDesk {
  readonly office: string;
  readonly body: string;
  readonly need: string;
}

/** The desks from which a town's board is worked: its town hall's, and those of its associations. */
@Injectable()
export class NeedsDesk {
  constructor(
    private readonly offices: Offices,
    private readonly queries: BoardQueries,
    private readonly options: OptionsQueries,
    private readonly persons: PersonsService,
    private readonly places: PlacesQueries,
  ) {}

  /**
   * The reader's office. Throws `not-found` for another's, `body-not-verified`, `role-missing` for a member of an association
   * without one.
   */
  async office(reading: Reading, { office: kind, body }: Omit<AtDesk, 'need'>): Promise<Office> {
    const office = await this.offices.mustBeVerified(reading, kind as BodyKind, body);
    // Whoever offers help may leave an address, and agreed that officers see it.
    if (kind === 'association' && !speaksFor(office)) throw refuse('forbidden', 'role-missing', 'Officers only.');
    return office;
  }

  /** The whole board, with what was typed about the town hall's days. */
  async list(reading: Reading, office: Office, form?: Form): Promise<Page> {
    const { placeCode } = office.body;
    const [place, needs, options, days] = await Promise.all([
      this.places.byCode(placeCode),
      this.queries.ofTown(placeCode),
      this.options.ofTown(placeCode),
      this.queries.daysOf(placeCode),
    ]);
    const desk = { office, slug: place!.slug, needs, options, days };
    return needsDeskPage(reading, desk, form ?? Form.blank({ days: String(days) }));
  }

  /** One need of the office's town. Throws `not-found` for another town's, and as `office`. */
  async show(reading: Reading, where: AtDesk): Promise<Page> {
    const { office, found } = await this.at(reading, where);
    return this.page(reading, office, found, Form.blank());
  }

  /** Does something with one need of the office's town, then shows it. Throws as `show`. */
  async work<Input extends object>(
    reading: Reading,
    where: AtDesk,
    form: Form<Input>,
    act: (need: TownNeedId, office: Office, input: Input) => Promise<void>,
  ): Promise<Page | Redirect> {
    const { office, found } = await this.at(reading, where);
    const work = async (input: Input) => {
      await act(found.need.id, office, input);
      return seeOther(reading.href(`/${where.office}/${where.body}/needs/${where.need}?done=1`));
    };
    return form.submit(reading, work, (again) => this.page(reading, office, found, again));
  }

  private async at(reading: Reading, where: AtDesk): Promise<{ office: Office; found: NeedAndSame }> {
    const office = await this.office(reading, where);
    const found = isId(where.need) ? await this.queries.find(where.need as string as TownNeedId) : null;
    if (found?.need.placeCode !== office.body.placeCode) throw refuse('not-found', 'not-found', 'No such need here.');
    return { office, found };
  }

  private async page(reading: Reading, office: Office, found: NeedAndSame, form: Form): Promise<Page> {
    const [all, offers, place] = await Promise.all([
      this.queries.titles(office.body.placeCode),
      this.queries.offersFor(found.need.id),
      this.places.byCode(office.body.placeCode),
    ]);
    const people = await this.persons.cards(offers.filter(({ contact }) => contact).map(({ by }) => by));
    const others = all.filter(({ id }) => id !== found.need.id);
    return needDeskPage(reading, { office, slug: place!.slug, found, others, offers, people }, form);
  }
}
