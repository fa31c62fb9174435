import { Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { type BankAccount, BankService, type CsvMapping, StatementsQueries, StatementsService, type TypedBalances } from '#libs/banking/src/index.js'; // prettier-ignore
import { isId, refuse, refuseFields } from '#libs/kernel/src/index.js';
import { OperatorGuard } from '../bank/operator.guard.js';
import { FormOf, Read } from '../edge/decorators.js';
import { Form } from '../edge/form.js';
import { listById, type Page, type Redirect, seeOther } from '../edge/page.js';
import { idIn } from '../edge/paging.js';
import type { Reading } from '../edge/reading.js';
import { typedSum } from '../edge/typed-sum.js';
import { dealsPage } from './deals.view.js';
import { mappingPage } from './mapping.view.js';
import { COLUMN_NAMES, DELIMITER_NAMES, MappingForm, StatementForm } from './statements.requests.js';
import { newStatementPage, statementPage } from './statements.view.js';

const SHOWN = 30;

/** Statements as files: how they are read, and what they say. */
@UseGuards(OperatorGuard)
@Controller('/:lang(^ro|ru|en$)/operator/bank')
export class StatementPages {
  constructor(
    private readonly bank: BankService,
    private readonly statements: StatementsService,
    private readonly queries: StatementsQueries,
  ) {}

  @Get('/statements/new')
  async blank(@Read() reading: Reading): Promise<Page> {
    return newStatementPage(reading, await this.bank.accounts(), Form.blank());
  }

  @Post('/statements/new')
  enter(@Read() reading: Reading, @FormOf(StatementForm) form: Form<StatementForm>): Promise<Page | Redirect> {
    return form.submit(
      reading,
      async ({ id, accountId, ...typed }) => {
        const bytes = fileOf(form);
        const balances = balancesOf(typed, await this.account(accountId));
        await this.statements.enter({ id, accountId, bytes, ...(balances && { typed: balances }) }, reading.person());
        return seeOther(reading.href(`/operator/bank/statements/${id}?done=asked`));
      },
      async (again) => newStatementPage(reading, await this.bank.accounts(), besideFile(again)),
    );
  }

  @Get('/statements/:id')
  async show(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    const found = isId(id) ? await this.queries.statement(id) : null;
    if (!found) throw refuse('not-found', 'not-found', 'No such statement.');
    const account = (await this.bank.accounts()).find((one) => one.id === found.statement.accountId) ?? null;
    return statementPage(reading, { ...found, account });
  }

  @Get('/accounts/:id/csv')
  async mapping(@Read() reading: Reading, @Param('id') id: string): Promise<Page> {
    const account = await this.account(id);
    const mapping = await this.statements.mapping(account.id);
    return mappingPage(reading, { account, read: null }, Form.blank(mapping ? valuesOf(mapping) : DEFAULTS));
  }

  @Post('/accounts/:id/csv')
  async map(
    @Read() reading: Reading,
    @Param('id') id: string,
    @FormOf(MappingForm) form: Form<MappingForm>,
  ): Promise<Page | Redirect> {
    const account = await this.account(id);
    return form.submit(
      reading,
      async (input) => {
        const mapping = mappingOf(input);
        if (input.step === 'try') return mappingPage(reading, { account, read: this.statements.preview(account, fileOf(form), mapping, balancesOf(input, account)) }, form); // prettier-ignore
        await this.statements.saveMapping(account.id, mapping, reading.person());
        return seeOther(reading.href('/operator/bank?done=saved'));
      },
      (again) => mappingPage(reading, { account, read: null }, besideFile(again)),
    );
  }

  @Get('/exchanges')
  async exchanges(@Read() reading: Reading): Promise<Page> {
    const deals = await this.queries.deals({ limit: SHOWN + 1, after: idIn(reading.query) });
    const { items, next } = listById(deals, SHOWN);
    return dealsPage(reading, items, next);
  }

  private async account(id: string): Promise<BankAccount> {
    const account = (await this.bank.accounts()).find((one) => one.id === id);
    if (!account) throw refuse('not-found', 'not-found', 'No such account.');
    return account;
  }
}

const DEFAULTS = {
  encoding: 'utf-8',
  delimiter: 'semicolon',
  dates: 'DD.MM.YYYY',
  decimal: ',',
  skip: '1',
  skipEnd: '0',
};

/** What is wrong with a file stands beside it; a balance that it lacks, where that is written. */
function besideFile(form: Form): Form {
  const pointer = (code: string) => (code === 'statement-no-balance' ? '/opening' : '/file');
  return form.withErrors(
    form.errors.map((error) =>
      error.params && 'line' in error.params ? { ...error, pointer: pointer(error.code) } : error,
    ),
  );
}

function fileOf(form: Form): Buffer {
  const [file] = form.files('file');
  if (!file) throw refuseFields({ pointer: '/file', code: 'file-empty' });
  return file.bytes;
}

/** The balances as somebody typed them; null unless both were. */
function balancesOf(
  { opening, closing }: Pick<MappingForm, 'opening' | 'closing'>,
  { currency }: BankAccount,
): TypedBalances | null {
  if (!opening || !closing) return null;
  const sum = (text: string, field: string) => typedSum(text, currency, field).toString();
  return { opening: sum(opening, 'opening'), closing: sum(closing, 'closing') };
}

function mappingOf({ delimiter, columns = {}, encoding, dates, decimal, skip, skipEnd }: MappingForm): CsvMapping {
  const numbers = Object.entries(columns).flatMap(([name, text]): [string, number][] => {
    if (text === '') return [];
    const n = /^\d{1,2}$/.test(text) ? Number(text) : 0;
    if (n < 1 || !COLUMN_NAMES.some((one) => one === name))
      throw refuseFields({ pointer: `/columns/${name}`, code: 'number' });
    return [[name, n]];
  });
  const found: CsvMapping['columns'] = Object.fromEntries(numbers);
  if (!found.date) throw refuseFields({ pointer: '/columns/date', code: 'required' });
  if (!found.amount && !(found.debit && found.credit))
    throw refuseFields({ pointer: '/columns/amount', code: 'required' });
  return { encoding, dates, decimal, skip, skipEnd, delimiter: DELIMITER_NAMES[delimiter], columns: found };
}

function valuesOf({ columns, delimiter, skip, skipEnd, ...rest }: CsvMapping): Record<string, string> {
  const [named] = Object.entries(DELIMITER_NAMES).find(([, sign]) => sign === delimiter) ?? ['comma'];
  const numbers = Object.entries(columns).map(([name, n]) => [`columns.${name}`, String(n)] as const);
  return { ...rest, delimiter: named, skip: String(skip), skipEnd: String(skipEnd), ...Object.fromEntries(numbers) };
}
