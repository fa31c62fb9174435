import { Injectable } from '@nestjs/common';
import { placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
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
import type { AdvisedRow } from './advice.view.js';
import type { CallView, DrawnBy } from './call.view.js';

/** What a page of a call shows besides the call: its towns and projects by their names. */
@Injectable()
export class CallFaces {
  constructor(
    private readonly calls: MatchingQueries,
    private readonly figures: FiguresQueries,
    private readonly advice: AdviceQueries,
    private readonly returns: SponsorReturnsQueries,
    private readonly places: PlacesQueries,
    private readonly faces: ProjectFaces,
    private readonly clock: Clock,
  ) {}

  /** What the quadratic rule would give, project by project, beside what each has drawn. */
  async advised({ text, money, number }: Reading, call: CallMoney): Promise<AdvisedRow[]> {
    const [advice, drawn] = await Promise.all([this.advice.ofCall(call), this.calls.projectsOf(call.id)]);
    const faces = await this.faces.ofMany(advice.map(({ projectId }) => projectId));
    return advice.map(({ projectId, donors, given, advised }) => {
      const face = faces.get(projectId);
      const has = drawn.find((one) => one.projectId === projectId)?.drawn ?? Money.lei(0n);
      return {
        key: projectId,
        title: face ? text(face.plan.project.title).text : '–',
        path: face?.path ?? null,
        cells: [number(donors), money(given), money(has), money(advised)],
      };
    });
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

  /** Names of a call's towns by their codes. */
  async names({ lang }: Pick<Reading, 'lang'>, { places }: Pick<CallMoney, 'places'>): Promise<Map<string, string>> {
    const found = await Promise.all(places.map((code) => this.places.byCode(code)));
    return new Map(found.flatMap((place) => (place ? [[place.code, placeName(lang, place)] as const] : [])));
  }

  private async projects({ text, money }: Reading, { id }: CallMoney): Promise<DrawnBy[]> {
    const drawn = await this.calls.projectsOf(id);
    const faces = await this.faces.ofMany(drawn.map(({ projectId }) => projectId));
    return drawn.map(({ projectId, drawn: sure, reserved }) => {
      const face = faces.get(projectId);
      const title = face ? text(face.plan.project.title).text : '–';
      return { key: projectId, title, path: face?.path ?? null, drawn: money(sure), reserved: money(reserved) };
    });
  }
}
