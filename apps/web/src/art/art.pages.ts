import { Controller, Get, NotFoundException, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SHOWN_ELSEWHERE } from '../edge/headers.js';
import { Raw } from '../edge/page.js';
import type { Rendered } from '../edge/rendered.js';
import { assetAt } from './assets.js';
import { carpet } from './carpet.js';
import { cover, SCENES } from './scenes.js';
import { type Cloth, svgOf } from './weave.js';

const FOREVER = { 'cache-control': 'public, max-age=31536000, immutable', ...SHOWN_ELSEWHERE };

/** Assets under hashed addresses, and the pictures that are woven from a code. */
@Controller()
export class ArtPages {
  @Get('/assets/:name')
  asset(@Req() request: FastifyRequest): Rendered {
    const asset = assetAt(request.url);
    if (!asset) throw new NotFoundException();
    return asset.rendered;
  }

  @Get('/carpet/:file')
  carpet(@Param('file') file: string): Raw {
    const code = /^([0-9]{1,7})\.svg$/.exec(file)?.[1];
    if (!code) throw new NotFoundException();
    return picture(carpet(code));
  }

  @Get('/cover/:scene/:file')
  cover(@Param('scene') scene: string, @Param('file') file: string): Raw {
    const code = /^([0-9A-Z]{1,8})\.svg$/.exec(file)?.[1];
    const known = SCENES.find((each) => each === scene);
    if (!code || !known) throw new NotFoundException();
    return picture(cover(known, code), 'xMidYMid slice');
  }
}

function picture(woven: Cloth, fit?: 'xMidYMid slice'): Raw {
  return new Raw('image/svg+xml; charset=utf-8', svgOf(woven, fit), FOREVER);
}
