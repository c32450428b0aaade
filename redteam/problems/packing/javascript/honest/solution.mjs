/** Hill climbing from the corners and from random points, one point at a time, with steps that shrink. */
export function spread(count) {
  let state = 12345;
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32;
  };
  const clamp = (value) => Math.min(1, Math.max(0, value));
  let best = null;
  let record = -1;
  for (let start = 0; start < 12; start += 1) {
    const points = Array.from({ length: count }, () => [random(), random()]);
    let score = least(points);
    for (let step = 0; step < 4000; step += 1) {
      const index = Math.floor(random() * count);
      const old = points[index];
      const size = 0.5 * 0.998 ** step + 0.0005;
      points[index] = [clamp(old[0] + (random() - 0.5) * size), clamp(old[1] + (random() - 0.5) * size)];
      const next = least(points);
      if (next >= score) score = next;
      else points[index] = old;
    }
    if (score <= record) continue;
    record = score;
    best = points.map((point) => [...point]);
  }
  return best;
}

function least(points) {
  let distance = Infinity;
  for (let left = 0; left < points.length; left += 1)
    for (let right = 0; right < left; right += 1)
      distance = Math.min(
        distance,
        Math.hypot(points[left][0] - points[right][0], points[left][1] - points[right][1]),
      );
  return distance;
}
