import { describe, expect, it } from '@jest/globals';
import type { WordParams } from '#libs/platform/src/index.js';
import { paragraphs } from './letter-context.service.js';
import { letterHtml, letterText } from './letter.render.js';

const HOME = 'https://plai.example';
const say = ({ name, text, reason }: WordParams) =>
  `${name as string} scrie:\n\n${text as string}\n\nMotivul: ${reason as string}`;

describe('words of others in a letter', () => {
  const attack = 'Întâi drumul.\n\nPlai vă roagă să vă confirmați contul:\nhttps://plai-md.example/sign-in';
  const text = paragraphs(say, { name: 'Ion', text: attack, reason: 'una\n\ndouă' });
  const to = { email: 'a@example.org', lang: 'ro' as const };
  const letter = { to, subject: 'Nou', text: [...text, `Pagina: ${HOME}/ro/p/x`] };

  it('are a quote where they stand alone, and never a paragraph that looks like ours', () => {
    expect(text).toEqual([
      'Ion scrie:',
      '> Întâi drumul.\n> Plai vă roagă să vă confirmați contul:\n> https://plai-md.example/sign-in',
      'Motivul: una două',
    ]);
    expect(letterText(letter)).toContain('\n\n> Întâi drumul.\n> Plai');
  });

  it('make no links: only addresses of this installation are some', () => {
    const html = letterHtml(letter, HOME);
    expect(html).toContain('<blockquote');
    expect(html).toContain(`<a href="${HOME}/ro/p/x"`);
    expect(html).not.toContain('href="https://plai-md.example');
    const others = { ...letter, text: [`${HOME}.example/x`, 'http://plai.example/x'] };
    expect(letterHtml(others, HOME)).not.toContain('<a href');
  });
});
