import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PublicPage, Read } from '../edge/decorators.js';
import type { Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { ApiDocument } from './api-document.js';
import { apiPage } from './apidoc.view.js';
import { Examples } from './examples.service.js';

/** The document of the API: for programs, and as a page. */
@ApiExcludeController()
@Controller()
export class ApiDocPages {
  constructor(
    private readonly document: ApiDocument,
    private readonly examples: Examples,
  ) {}

  /** The OpenAPI document; each GET route carries a request that runs, under `x-example-request`. */
  @Get('/api/openapi.json')
  @PublicPage()
  async json(): Promise<object> {
    const document = this.document.get();
    const requests = await this.examples.requests(document.paths);
    const paths = Object.entries(document.paths).map(([path, routes]) => {
      const example = requests.get(`get ${path}`);
      return [path, example ? { ...routes, get: { ...routes.get, 'x-example-request': example } } : routes];
    });
    return { ...document, paths: Object.fromEntries(paths) as object };
  }

  @Get('/:lang(^ro|ru|en$)/api')
  @PublicPage()
  async page(@Read() reading: Reading): Promise<Page> {
    const document = this.document.get();
    return apiPage(reading, document, await this.examples.requests(document.paths));
  }
}
