import type { LedgerPage, SavedData, SavedPack } from '../../../src/surfaces/view/protocol.ts';

type Replies = { readonly [path: string]: unknown };

const unpacked = new Map<string, Promise<Replies>>();

/** What a page that was saved with its data knows of an address; undefined where it was saved without. */
export async function savedReply(saved: SavedData, path: string): Promise<unknown> {
  if (Object.hasOwn(saved.replies, path)) return saved.replies[path];
  const [, run = '', rest = ''] = /^\/api\/runs\/([^/]+)\/(.*)$/s.exec(path) ?? [];
  const id = decodeURIComponent(run);
  const [, number] = /^(?:candidates\/|diff\?before=\d+&after=)(\d+)$/.exec(rest) ?? [];
  if (number !== undefined) {
    const pack = packWith(saved, id, 'candidates', Number(number));
    return pack === undefined ? undefined : (await unpack(pack))[path];
  }
  const [, from, count] = /^ledger\?from=(\d+)&count=(\d+)$/.exec(rest) ?? [];
  return from === undefined ? undefined : ledgerPage(saved, id, run, Number(from), Number(count));
}

/** Entries from any place on, put together of the packs they are in. */
async function ledgerPage(
  saved: SavedData,
  id: string,
  run: string,
  from: number,
  count: number,
): Promise<LedgerPage | undefined> {
  const total = saved.ledgers[id];
  if (total === undefined) return undefined;
  const entries: LedgerPage['entries'][number][] = [];
  const last = Math.min(total, from + count - 1);
  for (let next = from; next <= last;) {
    const pack = packWith(saved, id, 'ledger', next);
    if (pack === undefined) return undefined;
    const held = (await unpack(pack))[`/api/runs/${run}/ledger`] as LedgerPage['entries'];
    entries.push(...held.slice(next - pack.from, last - pack.from + 1));
    next = pack.to + 1;
  }
  return { entries, total };
}

function packWith(
  saved: SavedData,
  run: string,
  holds: SavedPack['holds'],
  place: number,
): SavedPack | undefined {
  return saved.packs.find(
    (pack) => pack.run === run && pack.holds === holds && pack.from <= place && place <= pack.to,
  );
}

function unpack({ id }: SavedPack): Promise<Replies> {
  const known = unpacked.get(id);
  if (known !== undefined) return known;
  const replies = packText(id).then(decompress);
  unpacked.set(id, replies);
  return replies;
}

/** In the page itself, or in a file beside it: a script, as pages opened from disk may fetch nothing. */
async function packText(id: string): Promise<string> {
  const here = document.getElementById(`fulcrum-pack-${id}`)?.textContent;
  if (here != null) return here;
  await new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `data/${id}.js`;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error(`data/${id}.js is not there`)));
    document.head.append(script);
  });
  const { fulcrumPacks } = globalThis as { readonly fulcrumPacks?: { readonly [id: string]: string } };
  return fulcrumPacks![id]!;
}

async function decompress(base64: string): Promise<Replies> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return (await new Response(stream).json()) as Replies;
}
