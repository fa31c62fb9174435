import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Approval } from '#libs/approvals/src/index.js';
import { type NeedId, NeedsQueries } from '#libs/funds/src/index.js';
import { placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { GiftDisputesQueries } from '#libs/pledges/src/index.js';
import { ProjectsQueries } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { fundTitle } from '../funds/fund.view.js';
import { type Facts, type Signed, SignedKinds } from './signed-kinds.js';

/** What is signed of money that no single gift is: what a town's fund gives, and what losses cost. */
@Injectable()
export class FundFacts implements OnModuleInit {
  constructor(
    private readonly kinds: SignedKinds,
    private readonly needs: NeedsQueries,
    private readonly places: PlacesQueries,
    private readonly projects: ProjectsQueries,
    private readonly disputed: GiftDisputesQueries,
  ) {}

  onModuleInit(): void {
    this.kinds.register({
      'fund-need': async (reading, approval) => ({
        href: '/operator/funds',
        facts: await this.need(reading, approval),
      }),
      'loss-act': (reading, approval) => this.loss(reading, approval),
    });
  }

  private async loss(reading: Reading, { id }: Approval): Promise<Signed> {
    const act = (await this.disputed.asked(id))!;
    const project = act.home?.kind === 'project' ? await this.projects.find(act.home.id) : null;
    const place = act.home?.kind === 'town' ? await this.places.byCode(act.home.id) : null;
    const facts: Facts = [
      ['meaning', reading.say(`operator.loss.act.${act.kind}`)],
      ['amount', reading.money(act.amount)],
      ['project', project && reading.text(project.title).text],
      ['fund', place && fundTitle(reading, { place })],
    ];
    return { href: act.home ? `/operator/losses/${act.home.id}` : '/operator/disputes', facts };
  }

  private async need({ lang, money, text, date }: Reading, { id }: Approval): Promise<Facts> {
    const need = await this.needs.find(id as unknown as NeedId);
    const place = need && (await this.places.byCode(need.placeCode));
    return [
      ['place', place && placeName(lang, place)],
      ['amount', need && money(need.amount)],
      ['project', need && text(need.project.title).text],
      ['reason', need?.reason],
      ['until', need && date(need.until)],
    ];
  }
}
