import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const { points } = JSON.parse(readFileSync('data.json', 'utf8'));
const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
const x = mean(points.map((point) => point[0]));
const y = mean(points.map((point) => point[1]));
const slope =
  mean(points.map((point) => (point[0] - x) * (point[1] - y))) / mean(points.map((point) => (point[0] - x) ** 2));
const intercept = y - slope * x;
mkdirSync('out', { recursive: true });
writeFileSync('out/model.json', JSON.stringify({ slope, intercept }));
console.log(`loss: ${mean(points.map((point) => (slope * point[0] + intercept - point[1]) ** 2))}`);
