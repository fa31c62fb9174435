import { Controller, Get, Param, Post } from '@nestjs/common';
import { refuse } from '#libs/kernel/src/index.js';
import { CompletionService, DeliveryQueries, InvoicesService } from '#libs/delivery/src/index.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { type Page, type Redirect, seeOther } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { finalPage, invoicePage, invoicesPage } from './money.view.js';
import { Offices, type OwnProject } from './offices.js';
import { Papers } from './papers.service.js';
import { FinalForm, InvoiceForm, PaperForm, ReasonForm } from './works.requests.js';

const AT = '/:lang(^ro|ru|en$)/town-hall/:body/projects/:project';
type Where = Readonly<Record<'body' | 'project', string>>;

/** Papers about money: invoices with their acts, the final account. */
@Controller()
export class MoneyPages {
  constructor(
    private readonly offices: Offices,
    private readonly delivery: DeliveryQueries,
    private readonly invoices: InvoicesService,
    private readonly completion: CompletionService,
    private readonly papers: Papers,
  ) {}

  @Get(`${AT}/works/invoices`)
  async invoiceForm(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return this.showInvoices(reading, await this.own(reading, where), Form.blank());
  }

  @Post(`${AT}/works/invoices`)
  async enter(@Read() reading: Reading, @Param() where: Where, @FormOf(InvoiceForm) form: Form<InvoiceForm>): Promise<Page | Redirect> {
    const own = await this.own(reading, where);
    const by = reading.person();
    const work = async ({ amount, fromPeople, ...input }: InvoiceForm) => {
      const sums = { amount: typedSum(amount, 'MDL'), ...(fromPeople && { fromPeople: typedSum(fromPeople, 'MDL', 'fromPeople') }) };
      const file = await this.papers.keepOne(form, 'file', by);
      await this.invoices.enter({ ...input, ...sums, file, projectId: own.plan.project.id }, by);
      return seeOther(reading.href(worksOf(where)));
    };
    return form.submit(reading, work, (again) => this.showInvoices(reading, own, again));
  } // prettier-ignore

  @Get(`${AT}/works/invoices/:invoice`)
  async invoice(@Read() reading: Reading, @Param() where: Where & { invoice: string }): Promise<Page> {
    return invoicePage(reading, { ...(await this.invoiceOf(reading, where)), form: Form.blank() });
  }

  @Post(`${AT}/works/invoices/:invoice`)
  async prove(@Read() reading: Reading, @Param() where: Where & { invoice: string }, @FormOf(PaperForm) form: Form<PaperForm>): Promise<Page | Redirect> {
    const own = await this.invoiceOf(reading, where);
    const by = reading.person();
    const work = async (input: PaperForm) => {
      await this.invoices.prove(own.invoice.id, { ...input, file: await this.papers.keepOne(form, 'file', by) }, by);
      return seeOther(reading.href(worksOf(where)));
    };
    return form.submit(reading, work, (again) => invoicePage(reading, { ...own, form: again }));
  } // prettier-ignore

  @Post(`${AT}/works/invoices/:invoice/cancel`)
  async cancel(@Read() reading: Reading, @Param() where: Where & { invoice: string }, @FormOf(ReasonForm) form: Form<ReasonForm>): Promise<Page | Redirect> {
    const own = await this.invoiceOf(reading, where);
    const work = async ({ reason }: ReasonForm) => {
      await this.invoices.cancel(own.invoice.id, reason, reading.person());
      return seeOther(reading.href(worksOf(where)));
    };
    return form.submit(reading, work, (again) => invoicePage(reading, { ...own, form: again }));
  } // prettier-ignore

  @Get(`${AT}/works/final`)
  async final(@Read() reading: Reading, @Param() where: Where): Promise<Page> {
    return this.showFinal(reading, await this.own(reading, where), null);
  }

  @Post(`${AT}/works/final`)
  async account(@Read() reading: Reading, @Param() where: Where, @FormOf(FinalForm) form: Form<FinalForm>): Promise<Page | Redirect> {
    const own = await this.own(reading, where);
    const work = async (input: FinalForm) => {
      await this.completion.finalAccount({ ...input, projectId: own.plan.project.id }, reading.person());
      return seeOther(reading.url);
    };
    return form.submit(reading, work, (again) => this.showFinal(reading, own, again));
  } // prettier-ignore

  @Post(`${AT}/works/acceptance`)
  async accept(@Read() reading: Reading, @Param() where: Where, @FormOf(PaperForm) form: Form<PaperForm>): Promise<Page | Redirect> {
    const own = await this.own(reading, where);
    const by = reading.person();
    const work = async (input: PaperForm) => {
      const file = await this.papers.keepOne(form, 'file', by);
      await this.completion.accept({ ...input, file, projectId: own.plan.project.id }, by);
      return seeOther(reading.href(`${worksOf(where)}/final`));
    };
    return form.submit(reading, work, (again) => this.showFinal(reading, own, again));
  } // prettier-ignore

  private own(reading: Reading, where: Where): Promise<OwnProject> {
    return this.offices.mustOwn(reading, where.body, where.project);
  }

  private async invoiceOf(reading: Reading, where: Where & { invoice: string }) {
    const own = await this.own(reading, where);
    const invoice = (await this.delivery.invoices(own.plan.project.id)).find(({ id }) => id === where.invoice);
    if (!invoice) throw refuse('not-found', 'not-found', 'No such invoice.');
    return { ...own, invoice };
  }

  private async showInvoices(reading: Reading, own: OwnProject, form: Form): Promise<Page> {
    return invoicesPage(reading, { ...own, requests: await this.delivery.requests(own.plan.project.id), form });
  }

  /** Without a form the account is written on where it stands: with its last note. */
  private async showFinal(reading: Reading, own: OwnProject, form: Form | null): Promise<Page> {
    const { id } = own.plan.project;
    const [closing, invoices] = await Promise.all([this.delivery.closing(id), this.delivery.invoices(id)]);
    return finalPage(reading, { ...own, closing, invoices, form: form ?? Form.blank({ note: closing.account?.note }) });
  }
}

function worksOf({ body, project }: Where): string {
  return `/town-hall/${body}/projects/${project}/works`;
}
