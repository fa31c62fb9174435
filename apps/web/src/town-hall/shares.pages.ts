import { Controller, Get, Param, Post } from '@nestjs/common';
import { CofundingQueries, SharesService } from '#libs/cofunding/src/index.js';
import type { PersonId, ProjectId } from '#libs/kernel/src/index.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { Offices, type OwnProject } from './offices.js';
import { Papers } from './papers.service.js';
import { inKindPage, sharesPage } from './shares.view.js';
import { InKindForm, ShareForm } from './works.requests.js';

const AT = '/:lang(^ro|ru|en$)/town-hall/:body/projects/:project';
type Where = Readonly<Record<'body' | 'project', string>>;

/** What co-funders promised, authorised and paid, what fell through, and help in work or materials. */
@Controller()
export class SharesPages {
  constructor(
    private readonly offices: Offices,
    private readonly cofunding: CofundingQueries,
    private readonly shares: SharesService,
    private readonly papers: Papers,
  ) {}

  @Get(`${AT}/shares`)
  async steps(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return this.showShares(reading, await this.own(reading, where), Form.blank({ kind: 'step' }));
  }

  @Post(`${AT}/shares`)
  async record(@Read() reading: Reading, @Param() where: Where, @FormOf(ShareForm) form: Form<ShareForm>): Promise<Page | Redirect> {
    const own = await this.own(reading, where);
    const work = async (input: ShareForm) => {
      await recordShare({ papers: this.papers, shares: this.shares }, own.plan.project.id, { input, form, by: reading.person() });
      return seeOther(reading.url);
    };
    return form.submit(reading, work, (again) => this.showShares(reading, own, again));
  } // prettier-ignore

  @Get(`${AT}/in-kind`)
  async inKind(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return this.showInKind(reading, await this.own(reading, where), Form.blank());
  }

  @Post(`${AT}/in-kind`)
  async help(@Read() reading: Reading, @Param() where: Where, @FormOf(InKindForm) form: Form<InKindForm>): Promise<Page | Redirect> {
    const own = await this.own(reading, where);
    const by = reading.person();
    const work = async ({ id, what, amount, act }: InKindForm) => {
      const sum = typedSum(amount, 'MDL');
      const file = await this.papers.keepOne(form, 'file', by);
      const words = { original: reading.lang, [reading.lang]: what };
      await this.shares.recordInKind({ id, projectId: own.plan.project.id, what: words, amount: sum, act: { ...act, file } }, by);
      return seeOther(reading.url);
    };
    return form.submit(reading, work, (again) => this.showInKind(reading, own, again));
  } // prettier-ignore

  private own(reading: Reading, where: Where): Promise<OwnProject> {
    return this.offices.mustOwn(reading, where.body, where.project);
  }

  private async showShares(reading: Reading, own: OwnProject, form: Form): Promise<Page> {
    const { id } = own.plan.project;
    const [shares, steps] = await Promise.all([this.cofunding.of(id), this.cofunding.steps(id)]);
    return sharesPage(reading, { ...own, shares, steps, form });
  }

  private async showInKind(reading: Reading, own: OwnProject, form: Form): Promise<Page> {
    return inKindPage(reading, { ...own, lines: await this.cofunding.inKind(own.plan.project.id), form });
  }
}

/** Keeps the paper that came with the form and records the step, or the fall. */
export async function recordShare(
  { papers, shares }: { readonly papers: Papers; readonly shares: SharesService },
  projectId: ProjectId,
  { input, form, by }: { readonly input: ShareForm; readonly form: Form; readonly by: PersonId },
): Promise<void> {
  const { id, kind, sourceId, stage, amount, act } = input;
  const sum = typedSum(amount, 'MDL');
  const file = await papers.keepOne(form, 'file', by);
  const command = { id, sourceId, stage, amount: sum, act: { ...act, file }, projectId };
  await (kind === 'fall' ? shares.reverse(command, by) : shares.record(command, by));
}
