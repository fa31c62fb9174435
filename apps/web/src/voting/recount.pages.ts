import fs from 'node:fs';
import { Controller, Get } from '@nestjs/common';
import { fromRoot } from '#libs/platform/src/index.js';
import { PublicPage } from '../edge/decorators.js';
import { Raw } from '../edge/page.js';

const PROGRAM = fs.readFileSync(fromRoot('libs/voting/data/recount.mjs'), 'utf8');

/** The program with which a stranger counts a vote again, to keep and to run. */
@Controller()
export class RecountPages {
  @Get('/recount.mjs')
  @PublicPage()
  program(): Raw {
    return new Raw('text/javascript; charset=utf-8', PROGRAM, {
      'content-disposition': 'attachment; filename="recount.mjs"',
    });
  }
}
