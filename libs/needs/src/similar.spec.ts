import { describe, expect, it } from '@jest/globals';
import { similar } from './similar.js';

const ro = (text: string) => ({ title: { original: 'ro' as const, ro: text } });

describe('needs that sound alike', () => {
  const board = [
    ro('Lumină pe strada Nucilor'),
    ro('Apă la școală'),
    ro('Reparația podului peste Ciuhur'),
    { title: { original: 'ru' as const, ru: 'Лампы на улице Нучилор' } },
  ];

  it('are found in any spelling, the likest first', () => {
    expect(similar('lumina pe strada nucilor, la vale', board)[0]).toBe(board[0]);
    expect(similar('APA LA SCOALA', board)).toEqual([board[1]]);
    expect(similar('Podul peste Ciuhur', board)).toEqual([board[2]]);
  });

  it('are none for words that nobody wrote, nor for no words', () => {
    expect(similar('Teren de joacă', board)).toEqual([]);
    expect(similar('!', board)).toEqual([]);
  });
});
