import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type Neighbour, NeighboursQueries, NeighboursService, type RollSizes } from '#libs/neighbours/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import type { Reading } from '../edge/reading.js';
import { PlaceParams } from '../places/places.api.js';
import { NeighbourRequest } from './neighbours.requests.js';

/** Who belongs to a town, by his own word: no papers, no status, no country. */
@ApiTags('needs')
@Controller('/api/v1/places/:code')
export class NeighboursApi {
  constructor(
    private readonly neighbours: NeighboursService,
    private readonly queries: NeighboursQueries,
  ) {}

  /** How many have joined a town, by roll. */
  @Get('/neighbours')
  @PublicPage()
  sizes(@Param() { code }: PlaceParams): Promise<RollSizes> {
    return this.queries.rollSizes(code);
  }

  /** I belong to this town, as resident or as native elsewhere; the same again changes nothing. */
  @ApiBearerAuth()
  @Put('/neighbours/me')
  join(@Read() reading: Reading, @Param() { code }: PlaceParams, @Body() said: NeighbourRequest): Promise<Neighbour> {
    return this.neighbours.join({ placeCode: code, roll: said.roll, part: said.part ?? null }, reading.person());
  }

  /** I belong to it no more. */
  @ApiBearerAuth()
  @Delete('/neighbours/me')
  async leave(@Read() reading: Reading, @Param() { code }: PlaceParams): Promise<void> {
    await this.neighbours.leave(code, reading.person());
  }
}
