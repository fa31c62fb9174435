import type { JSX } from 'preact';
import { LANGS } from '#libs/platform/src/index.js';
import { assetUrl } from '../art/assets.js';
import { LOGO } from '../art/tiles.js';
import { paths } from '../art/weave.js';
import type { NavItem, PageInit } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { type ElementScript, useReading } from './context.js';
import { LANGUAGES } from './names.js';

const LOCALES = { ro: 'ro_MD', ru: 'ru_MD', en: 'en_GB' } as const;
const FONT = { ro: 'piazzolla-latin.woff2', ru: 'piazzolla-cyr.woff2', en: 'piazzolla-latin.woff2' } as const;
const NAV: readonly (readonly [NavItem, string])[] = [
  ['projects', '/projects'],
  ['map', '/map'],
  ['how', '/how'],
  ['books', '/books'],
];

/** The head of the document. */
export function Head({ init, scripts }: { init: PageInit; scripts: readonly ElementScript[] }): JSX.Element {
  const reading = useReading();
  const { say, lang } = reading;
  const title = `${init.title} – Plai`;
  const description = init.description ?? say('site.description');
  const address = reading.absolute(reading.url);
  // The address of a page that nobody is to find may be a key: it is not repeated.
  const nameless = init.index === false;
  const hidden = nameless || reading.viewer !== null || (init.status ?? 200) >= 400;
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title}</title>
      <meta name="description" content={description} />
      {hidden && <meta name="robots" content="noindex" />}
      <link rel="preload" href={assetUrl(FONT[lang])} as="font" type="font/woff2" crossorigin="anonymous" />
      <link rel="stylesheet" href={assetUrl('plai.css')} />
      <link rel="icon" href={assetUrl('logo.svg')} type="image/svg+xml" />
      <link rel="apple-touch-icon" href={assetUrl('icon-180.png')} />
      <link rel="manifest" href={assetUrl(`plai-${lang}.webmanifest`)} />
      {!nameless && <Addresses />}
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content="Plai" />
      <meta property="og:locale" content={LOCALES[lang]} />
      <meta property="og:title" content={init.title} />
      <meta property="og:description" content={description} />
      {!nameless && <meta property="og:url" content={address} />}
      <meta property="og:image" content={reading.absolute(init.card ?? `/og/plai-${lang}.jpg`)} />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="630" />
      <meta name="twitter:card" content="summary_large_image" />
      <meta name="theme-color" content="#1b1a1f" />
      {scripts.map((script) => (
        <script type="module" src={assetUrl(`${script}.js`)} key={script} />
      ))}
    </head>
  );
}

function Addresses(): JSX.Element {
  const reading = useReading();
  return (
    <>
      <link rel="canonical" href={reading.absolute(reading.url)} />
      {LANGS.map((each) => (
        <link rel="alternate" hreflang={each} href={reading.absolute(reading.inLang(each))} key={each} />
      ))}
      <link rel="alternate" hreflang="x-default" href={reading.absolute(reading.inLang('ro'))} />
    </>
  );
}

/** Selvedge, mark, navigation and languages; on a plain page the way back in place of the navigation. */
export function Top({ init }: { init: PageInit }): JSX.Element {
  const reading = useReading();
  const { say } = reading;
  return (
    <>
      <a class="skip" href="#main">
        {say('nav.skip')}
      </a>
      {reading.demo && (
        <aside class="demo" aria-label={say('site.demo-label')}>
          <p>{say('site.demo')}</p>
        </aside>
      )}
      <header class="top">
        <div class="wrap">
          <a class="logo" href={reading.href('/')}>
            <Logo />
            <span>plai</span>
          </a>
          {init.plain ? <a href={init.plain.back}>{init.plain.label}</a> : <Nav here={init.nav} />}
          <Languages />
          {!init.plain && <PhoneMenu here={init.nav} />}
        </div>
      </header>
    </>
  );
}

function Logo(): JSX.Element {
  return (
    <svg
      viewBox="0 0 11 11"
      shape-rendering="crispEdges"
      aria-hidden="true"
      // eslint-disable-next-line no-restricted-syntax -- the paths are drawn by our own code from a constant
      dangerouslySetInnerHTML={{ __html: paths(LOGO) }}
    />
  );
}

function Nav({ here }: { here?: NavItem }): JSX.Element {
  const { say, href, viewer } = useReading();
  return (
    <nav class="nav" aria-label={say('nav.label')}>
      {[...NAV, ['account', accountPath(viewer)] as const].map(([item, path]) => (
        <a href={href(path)} aria-current={item === here ? 'true' : undefined} key={item}>
          {say(item === 'account' && !viewer ? 'nav.sign-in' : `nav.${item}`)}
        </a>
      ))}
    </nav>
  );
}

function accountPath(viewer: Reading['viewer']): string {
  return viewer ? '/account' : '/sign-in';
}

function Languages(): JSX.Element {
  const reading = useReading();
  return (
    <nav class="langs" aria-label={reading.say('nav.languages')}>
      {LANGS.map((lang) => (
        <a
          href={reading.inLang(lang)}
          hreflang={lang}
          lang={lang}
          aria-current={lang === reading.lang ? 'true' : undefined}
          key={lang}
        >
          {lang.toUpperCase()}
          <span class="vh"> – {LANGUAGES[lang]}</span>
        </a>
      ))}
    </nav>
  );
}

/** What a phone shows in place of the navigation. */
function PhoneMenu({ here }: { here?: NavItem }): JSX.Element {
  const { say, href, viewer } = useReading();
  return (
    <>
      <a class="menu" href={href(accountPath(viewer))} aria-current={here === 'account' ? 'true' : undefined}>
        {say(viewer ? 'nav.own' : 'nav.enter')}
      </a>
      <a class="menu" href="#foot">
        {say('nav.menu')}
      </a>
    </>
  );
}

/** The one page of the foot without a language in its path: receipts have one address for everybody. */
const RECEIPT = '/v';

const COLUMNS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ['foot.platform', [['nav.projects', '/projects'], ['nav.map', '/map'], ['nav.how', '/how'], ['who.title', '/who-pays'], ['sponsors.title', '/calls'], ['foot.fees', '/fees'], ['programmes.title', '/programmes'], ['foot.voting', '/voting-rules']]],
  ['foot.open', [['nav.books', '/books'], ['foot.api', '/api'], ['foot.history', '/history'], ['receipt.ask', RECEIPT], ['foot.status', '/status']]],
  ['foot.communities', [['foot.town-hall', '/apply?kind=town-hall'], ['foot.association', '/apply?kind=association'], ['nav.search', '/search']]],
  ['foot.help', [['nav.account', '/account'], ['foot.about', '/about'], ['foot.write', '/about#write'], ['foot.terms', '/terms'], ['foot.privacy', '/privacy'], ['foot.accessibility', '/accessibility']]],
]; // prettier-ignore

/** Wolf teeth and the foot of every page. */
export function Foot({ plain }: { plain: boolean }): JSX.Element {
  const reading = useReading();
  const { say } = reading;
  if (plain) return <PlainFoot />;
  return (
    <>
      <div class="teeth" aria-hidden="true" />
      <footer class="foot dark" id="foot">
        <div class="wrap stack loose">
          <nav class="cols" aria-label={say('foot.label')}>
            {COLUMNS.map(([head, links]) => (
              <div key={head}>
                <h2>{say(head)}</h2>
                <ul>
                  {links.map(([key, path]) => (
                    <li key={key}>
                      <a href={path === RECEIPT ? `${path}?lang=${reading.lang}` : reading.href(path)}>{say(key)}</a>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </nav>
          <p class="small">{say('foot.line')}</p>
        </div>
      </footer>
    </>
  );
}

function PlainFoot(): JSX.Element {
  const { say, href } = useReading();
  return (
    <footer class="wrap plain-foot small mute" id="foot">
      <p>
        <a href={href('/about')}>{say('foot.about')}</a> · <a href={href('/terms')}>{say('foot.terms')}</a> ·{' '}
        <a href={href('/privacy')}>{say('foot.privacy')}</a>
      </p>
    </footer>
  );
}
