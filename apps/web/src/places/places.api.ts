import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { refuse } from '#libs/kernel/src/index.js';
import { BodiesQueries, type Body, type PlaceFound, type PlaceRow, PlacesQueries } from '#libs/hometowns/src/index.js';
import { PublicPage } from '../edge/decorators.js';
import { type ListPage, listPage } from '../edge/page.js';
import { Cursor, LimitQuery } from '../edge/paging.js';

const MOST_FOUND = 100;

/** Which places to list: those that sound like `q`, those below a unit, or the 37 top-level units. */
export class PlacesQuery extends LimitQuery {
  @ApiProperty({ required: false, example: 'mihaileni' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  q?: string;

  @ApiProperty({ required: false, example: '7100000', description: 'CUATM code' })
  @IsOptional()
  @Matches(/^\d{7}$/)
  within?: string;

  @Cursor(/^\d{7}$/)
  after?: string;
}

/** A place in a path, by its CUATM code. */
export class PlaceParams {
  @ApiProperty({ example: '7121000' })
  @Matches(/^\d{7}$/)
  code!: string;
}

/** The country's places and who acts for them here. */
@ApiTags('places')
@Controller('/api/v1/places')
export class PlacesApi {
  constructor(
    private readonly places: PlacesQueries,
    private readonly bodies: BodiesQueries,
  ) {}

  /** Places by name in any spelling, or below a unit, or the top-level units. */
  @Get()
  @PublicPage()
  async list(@Query() { q, within, after, limit }: PlacesQuery): Promise<ListPage<PlaceFound>> {
    const all = await this.rows(q, within);
    // In memory, as their order is.
    const from = after ? all.findIndex(({ code }) => code === after) + 1 : 0;
    const rows = await Promise.all(all.slice(from, from + limit + 1).map(({ code }) => this.places.byCode(code)));
    return listPage(rows, limit, { keyOf: (place) => place!.code, show: (place) => place! });
  }

  /** One place with its verified town hall and associations. */
  @Get('/:code')
  @PublicPage()
  async find(@Param() { code }: PlaceParams): Promise<object> {
    const place = await this.places.byCode(code);
    if (!place) throw refuse('not-found', 'not-found', 'No such place.');
    const [townHall, associations] = await Promise.all([
      this.bodies.townHallOf(code),
      this.bodies.associationsOf(code),
    ]);
    return { ...place, townHall: townHall && briefly(townHall), associations: associations.map(briefly) };
  }

  private rows(q: string | undefined, within: string | undefined): Promise<readonly PlaceRow[]> {
    if (q) return this.places.search(q, MOST_FOUND);
    return within ? this.places.within(within) : this.places.districts();
  }
}

function briefly({ id, kind, name, slug }: Body): Pick<Body, 'id' | 'kind' | 'name' | 'slug'> {
  return { id, kind, name, slug };
}
