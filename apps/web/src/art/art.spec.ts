import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { linesOf, projectCard } from './card.js';
import { widthOf } from './letters.js';
import { assetAt, assetUrl } from './assets.js';
import { paths, pattern } from './weave.js';

const CSS_MAX = 25 * 1024;

describe('what every page is dressed in', () => {
  const css = assetAt(assetUrl('plai.css'))!.rendered.body.toString();

  it('is small as it is served, and asks for nothing but our own fonts', () => {
    expect(css.length).toBeLessThan(CSS_MAX);
    const asked = [...css.matchAll(/url\(\"?([^")]{1,20})/g)].map(([, address]) => address!);
    expect(asked.filter((address) => !/^(\/assets\/piazzolla|data:image\/svg\+xml)/.test(address))).toEqual([]);
  });

  it('holds its tiles, and lost nothing that must stay apart', () => {
    expect(css).not.toMatch(/var\(--woven|\/\*/);
    expect(css).toContain('min(100% - 2 * var(--gut),var(--page))');
  });
});

describe('what a phone puts on its home screen', () => {
  it.each([
    ['icon-180.png', 180],
    ['icon-512.png', 512],
  ])('%s is square, opaque and small', async (name, size) => {
    const { body } = assetAt(assetUrl(name))!.rendered;
    const { format, width, height, hasAlpha } = await sharp(body).metadata();
    expect([format, width, height, hasAlpha]).toEqual(['png', size, size, false]);
    expect(body.length).toBeLessThan(4_000);
  });

  it('opens in the language in which it was put there, with icons that exist', () => {
    const { rendered } = assetAt(assetUrl('plai-ru.webmanifest'))!;
    const { start_url, icons } = JSON.parse(rendered.body.toString()) as {
      start_url: string;
      icons: { src: string }[];
    };
    expect(start_url).toBe('/ru');
    expect(icons.map(({ src }) => assetAt(src)?.url)).toEqual(icons.map(({ src }) => src));
    expect(rendered.headers['content-type']).toMatch(/^application\/manifest\+json/);
  });
});

describe('a cloth', () => {
  it('is drawn in threads, one path a dye, rows from the top', () => {
    expect(paths(pattern('kkr\nr.k'))).toBe(
      '<path stroke="#1b1a1f" d="m0 .5h2m0 1h1"/><path stroke="#a3213d" d="m2 .5h1m-3 1h1"/>',
    );
  });
});

describe('the sharing card of a project', () => {
  const face = {
    ...({
      scene: 'light',
      code: 'UET3',
      place: 'Михэйлень, р-н Рышканы · пример, цифры условные',
      part: 0.55,
    } as const),
    title: 'Уличное освещение: светодиодные лампы',
    ...{ sum: '43 740 леев', of: 'обещано, нужно: 79 500 леев', promised: true },
    line: '11 человек пообещали · осталось 17 дней',
  };

  it('lets no words run into others: what has no room is left out, the days last', () => {
    const foot = linesOf(face).slice(-3);
    const [, of, line] = foot.map(({ text, x, size, anchor }) => {
      const width = widthOf(text, size);
      return anchor === 'end' ? [x - width, x] : [x, x + width];
    });
    expect(of![1]).toBeLessThan(line![0]!);
    expect(foot[2]!.text).toBe('осталось 17 дней');
    const short = { ...face, sum: '740 lei', of: 'din 900 lei', line: '2 donatori · mai e o zi' };
    expect(linesOf(short).at(-1)!.text).toBe('2 donatori · mai e o zi');
  });

  it('is a JPEG that chats accept', async () => {
    const card = await projectCard(face);
    const { format, width, height } = await sharp(card).metadata();
    expect([format, width, height]).toEqual(['jpeg', 1200, 630]);
    expect(card.length).toBeLessThan(300_000);
  });
});
