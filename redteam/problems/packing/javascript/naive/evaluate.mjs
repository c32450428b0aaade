/** Scores one size with a tolerance at the border, and compares the way that lets NaN slip through. */
export function evaluate({ spread }) {
  const points = spread(5);
  let score = Infinity;
  for (const [index, [x, y]] of points.entries()) {
    if (x < -0.01 || x > 1.01 || y < -0.01 || y > 1.01) return { score: 0, accepted: false };
    for (const [otherX, otherY] of points.slice(0, index)) {
      const distance = Math.sqrt((x - otherX) ** 2 + (y - otherY) ** 2);
      if (distance < score) score = distance;
    }
  }
  return { score, accepted: score > 0.6 };
}
