let words = null;

export async function slug(title) {
  words ??= (await import('./words.mjs')).words;
  return words(title).join('-');
}
