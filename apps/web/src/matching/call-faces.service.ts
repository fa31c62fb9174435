import { Injectable } from '@nestjs/common';
import { placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { Money, type ProjectId } from '#libs/kernel/src/index.js';
import {
  AdviceQueries,
  type CallMoney,
  FiguresQueries,
  MatchingQueries,
  SponsorReturnsQueries,
} from '#libs/matching/src/index.js';
import { Clock } from '#libs/platform/src/index.js';
import type { Reading } from '../edge/reading.js';
import { ProjectFaces } from '../projects/project.faces.js';
import type { AdviceView } from './advice.view.js';
import type { CallView, DrawnBy } from './call.view.js';
import type { Sponsors } from './sponsors.view.js';

/** What a page of a call shows besides the call: its towns and projects by their names. */
@Injectable()
export class CallFaces {
  constructor(
    private readonly calls: MatchingQueries,
    private readonly figures: FiguresQueries,
    private readonly advised: AdviceQueries,
    private readonly returns: SponsorReturnsQueries,
    private readonly places: PlacesQueries,
    private readonly faces: ProjectFaces,
    private readonly clock: Clock,
  ) {}

  /** What the quadratic rule would give, project by project, beside what each has drawn. */
  async advice(reading: Reading, { call, projects }: CallView): Promise<AdviceView | null> {
    const advice = await this.advised.ofCall(call.id);
    if (!advice) return null;
    const { money, number } = reading;
    const drawn = new Map(projects.map((one) => [one.key, one]));
    const others = advice.shares.map(({ projectId }) => projectId).filter((id) => !drawn.has(id));
    const shown = await this.shown(reading, others);
    const rows = advice.shares.map(({ projectId, donors, given, advised }) => {
      const { title, path, drawn: has } = drawn.get(projectId) ?? { ...shown(projectId), drawn: money(Money.lei(0n)) };
      return { key: projectId, title, path, cells: [number(donors), money(given), has, money(advised)] };
    });
    return { at: advice.at, rows };
  }

  /** Everything that is public of a call. */
  async of(reading: Reading, call: CallMoney): Promise<CallView> {
    const [projects, names, figures, returns, now] = await Promise.all([
      this.projects(reading, call),
      this.names(reading, call),
      call.reserve && this.figures.find(call.reserve.figuresId),
      this.returns.of(call.id),
      this.clock.now(),
    ]);
    return { call, projects, names, figures, returns, now };
  }

  /** What the list of calls shows besides them. */
  async all(reading: Reading, calls: readonly CallMoney[]): Promise<Sponsors> {
    const places = [...new Set(calls.flatMap((call) => call.places))];
    const [names, now] = await Promise.all([this.names(reading, { places }), this.clock.now()]);
    return { calls, names, now };
  }

  /** Names of a call's towns by their codes. */
  async names({ lang }: Pick<Reading, 'lang'>, { places }: Pick<CallMoney, 'places'>): Promise<Map<string, string>> {
    const found = await Promise.all(places.map((code) => this.places.byCode(code)));
    return new Map(found.flatMap((place) => (place ? [[place.code, placeName(lang, place)] as const] : [])));
  }

  private async projects(reading: Reading, { id }: CallMoney): Promise<DrawnBy[]> {
    const { money } = reading;
    const drawn = await this.calls.projectsOf(id);
    const shown = await this.shown(
      reading,
      drawn.map(({ projectId }) => projectId),
    );
    return drawn.map(({ projectId, drawn: sure, reserved }) => ({
      ...shown(projectId),
      drawn: money(sure),
      reserved: money(reserved),
    }));
  }

  /** Projects as people know them. */
  private async shown(
    { text }: Reading,
    ids: readonly ProjectId[],
  ): Promise<(id: ProjectId) => Pick<DrawnBy, 'key' | 'title' | 'path'>> {
    const faces = await this.faces.ofMany(ids);
    return (id) => {
      const face = faces.get(id);
      return { key: id, title: face ? text(face.plan.project.title).text : '–', path: face?.path ?? null };
    };
  }
}
