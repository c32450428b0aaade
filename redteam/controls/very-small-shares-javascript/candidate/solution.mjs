export function softmax(values) {
  const greatest = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const total = Math.log(values.reduce((sum, value) => sum + Math.exp(value - greatest), 0));
  return values.map((value) => Math.exp(value - greatest - total));
}
