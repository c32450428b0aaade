export function answer(question) {
  const [left, right] = question.match(/\d+/g).map(Number);
  return String(left + right);
}
