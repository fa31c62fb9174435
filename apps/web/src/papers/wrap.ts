/**
 * A text in lines no wider than `width`, cut at its spaces alone: a name or a reference with a hyphen stays whole. Only what
 * is wider than a line by itself is cut inside.
 */
export function linesOf(text: string, width: number, widthOf: (words: string) => number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [''];
    for (const word of paragraph.split(' ')) {
      const line = lines.at(-1)!;
      const longer = line === '' ? word : `${line} ${word}`;
      if (widthOf(longer) <= width) lines[lines.length - 1] = longer;
      else lines.push(...cut(word, width, widthOf));
    }
    return lines[0] === '' && lines.length > 1 ? lines.slice(1) : lines;
  });
}

function cut(word: string, width: number, widthOf: (words: string) => number): string[] {
  const pieces = [''];
  for (const letter of word) {
    const longer = pieces.at(-1)! + letter;
    if (pieces.at(-1) === '' || widthOf(longer) <= width) pieces[pieces.length - 1] = longer;
    else pieces.push(letter);
  }
  return pieces;
}
