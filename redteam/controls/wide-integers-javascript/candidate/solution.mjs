export function isSquare(value) {
  const wanted = BigInt(value);
  let root = wanted;
  while (root * root > wanted) root = (root + wanted / root) / 2n;
  return root * root === wanted;
}
