import { Controller, Get, Header } from '@nestjs/common';
import { PublicPage, Read } from '../edge/decorators.js';
import { type Page, Redirect } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { homePage } from './home.view.js';

/** The first page. */
@Controller()
export class HomePages {
  @Get('/')
  @Header('vary', 'accept-language, cookie')
  toLanguage(@Read() reading: Reading): Redirect {
    return new Redirect(`/${reading.lang}`, 302);
  }

  @Get('/:lang(^ro|ru|en$)')
  @PublicPage()
  home(@Read() reading: Reading): Page {
    return homePage(reading);
  }
}
