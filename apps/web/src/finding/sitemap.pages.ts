import { Controller, Get } from '@nestjs/common';
import { type Body, BodiesQueries } from '#libs/hometowns/src/index.js';
import { LANGS } from '#libs/platform/src/index.js';
import { HistoryQueries, ProjectsQueries } from '#libs/projects/src/index.js';
import { PublicPage, Read } from '../edge/decorators.js';
import { Raw } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { everyCard } from './every-card.js';

/** Pages that are there without any project. */
const STANDING = ['', '/projects', '/map', '/search', '/how', '/who-pays', '/calls', '/voting-rules', '/fees', '/programmes', '/books', '/books/recount', '/books/heads', '/allocation', '/history', '/about', '/terms', '/privacy', '/accessibility', '/status', '/api']; // prettier-ignore
const MANY = 500;
const KEPT = { 'cache-control': 'public, max-age=86400' };

/** What search engines are told. */
@Controller()
export class SitemapPages {
  constructor(
    private readonly projects: ProjectsQueries,
    private readonly history: HistoryQueries,
    private readonly bodies: BodiesQueries,
  ) {}

  /** Everything but programs' doors and files may be read; where the list of pages is. */
  @Get('/robots.txt')
  robots(@Read() reading: Reading): Raw {
    const lines = ['User-agent: *', 'Disallow: /api/', 'Disallow: /files/', `Sitemap: ${reading.absolute('/sitemap.xml')}`]; // prettier-ignore
    return new Raw('text/plain; charset=utf-8', `${lines.join('\n')}\n`, KEPT);
  }

  /** Every public page in each language, with its other languages beside it. */
  @Get('/sitemap.xml')
  @PublicPage()
  async sitemap(@Read() reading: Reading): Promise<Raw> {
    const [cards, reported, associations] = await Promise.all([
      everyCard(this.projects),
      this.history.all(),
      this.associations(),
    ]);
    const earlier = reported.map(({ id }) => `/reported/${id}`);
    const towns = new Set(cards.map(({ place }) => `/t/${place.slug}`));
    const own = cards.flatMap(({ place, slug }) => [`/p/${place.slug}/${slug}`, `/p/${place.slug}/${slug}/register`]);
    const entries = [...STANDING, ...towns, ...own, ...earlier, ...associations].map((path) =>
      entriesOf(reading, path),
    );
    const open = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'; // prettier-ignore
    return new Raw('application/xml; charset=utf-8', `<?xml version="1.0" encoding="UTF-8"?>\n${open}\n${entries.join('')}</urlset>\n`); // prettier-ignore
  }

  /** The pages of all verified associations. */
  private async associations(): Promise<string[]> {
    const all: Body[] = [];
    for (;;) {
      const some = await this.bodies.list({
        kind: 'association',
        state: 'verified',
        after: all.at(-1)?.id,
        limit: MANY,
      });
      all.push(...some);
      if (some.length < MANY) return all.map(({ slug }) => `/a/${slug}`);
    }
  }
}

function entriesOf(reading: Reading, path: string): string {
  const at = (lang: string) => reading.absolute(`/${lang}${path}`);
  const others = LANGS.map((lang) => `<xhtml:link rel="alternate" hreflang="${lang}" href="${at(lang)}"/>`).join('');
  return LANGS.map((lang) => `<url><loc>${at(lang)}</loc>${others}</url>\n`).join('');
}
