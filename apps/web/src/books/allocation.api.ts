import { Controller, Get, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  type Allotted,
  allottedBy,
  AllocationQueries,
  type EquityUse,
  type Intake,
  sumsOf,
} from '#libs/books/src/index.js';
import { Limit, PublicPage } from '../edge/decorators.js';
import { sendCsv } from './stream.answer.js';

/** Who got what, added up three ways. */
interface Allocation {
  readonly asOf: Date;
  readonly all: Omit<Allotted, 'key'>;
  /** By the code of the top-level unit; a joint project in that of each of its towns, with the town's part. */
  readonly district: readonly Allotted[];
  readonly sector: readonly Allotted[];
  /** By what the whole work costs: up to 100,000 lei, 300,000, a million, more. */
  readonly size: readonly Allotted[];
  readonly intake: readonly Intake[];
  /** Sponsors' calls with a reserve for towns under a line, and what became of it. */
  readonly equity: readonly EquityUse[];
}

/** Who got what, for programs. */
@ApiTags('books')
@Controller('/api/v1')
export class AllocationApi {
  constructor(private readonly allocation: AllocationQueries) {}

  /**
   * What people and others gave to the published projects, by district, need and size of the work; what was sent in; what equity
   * reserves went to.
   */
  @Get('/allocation')
  @PublicPage()
  async summary(): Promise<Allocation> {
    const [{ asOf, projects }, intake, equity] = await Promise.all([
      this.allocation.all(),
      this.allocation.intake(),
      this.allocation.equity(),
    ]);
    const [district, sector, size] = (['district', 'sector', 'size'] as const).map((axis) => allottedBy(axis, projects)); // prettier-ignore
    return { asOf, all: sumsOf(projects), district: district!, sector: sector!, size: size!, intake, equity };
  }

  /**
   * Every published project as CSV, of a joint one a row for each of its towns with that town's part: UTF-8 with a byte order
   * mark. Columns: `project`, its code; `place`, `address`, `district`; `need`; `size`; `state`; `illustrative`, 1 for an
   * example with invented figures; then lei: `total`, what the work costs; `people`, what people gave; `others`, what others
   * decided by a legal act or paid; `promised`, what others only promised.
   */
  @Get('/allocation.csv')
  @Limit({ name: 'file', points: 120, seconds: 600 })
  @ApiProduces('text/csv')
  async csv(@Res() reply: FastifyReply): Promise<void> {
    await sendCsv(reply, 'plai-allocation.csv', this.allocation.csv());
  }
  /**
   * What equity reserves of sponsors' calls went to, as CSV: UTF-8 with a byte order mark. Columns: `call`, its code; `line`,
   * in lei an inhabitant; `project`, its code; `place`; `figure`, lei an inhabitant, empty where none is known; `under`, 1 for
   * a town under the line; then lei: `drawn`, added to paid gifts; `reserved`, kept for pledges.
   */
  @Get('/allocation/equity.csv')
  @Limit({ name: 'file', points: 120, seconds: 600 })
  @ApiProduces('text/csv')
  async equity(@Res() reply: FastifyReply): Promise<void> {
    await sendCsv(reply, 'plai-equity.csv', this.allocation.equityCsv());
  }
}
