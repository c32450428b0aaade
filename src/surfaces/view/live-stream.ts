import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { FollowedRun } from './followed-run.ts';
import { createNewsTeller } from './live-news.ts';
import { plainReply } from './plain-reply.ts';

/** At most five pieces of news a second. */
const APART_MILLISECONDS = 200;
/** A comment now and then shows a connection that has gone. */
const SILENCE_MILLISECONDS = 15_000;

/** Server-sent events while the listener stays; what comes in quick succession is told together. */
export function liveStream(context: Context, run: FollowedRun): Response {
  return streamSSE(context, async (stream) => {
    let wake: () => void = () => undefined;
    let due = true;
    const end = run.listen(() => {
      due = true;
      wake();
    });
    stream.onAbort(() => wake());
    const tell = createNewsTeller(run);
    try {
      while (!stream.aborted && !stream.closed) {
        if (due) {
          due = false;
          const news = tell();
          await stream.writeSSE({ id: String(news.sequence), data: JSON.stringify(plainReply(news)) });
          await stream.sleep(APART_MILLISECONDS);
          continue;
        }
        const waited = await new Promise<'woken' | 'silence'>((resolve) => {
          const timer = setTimeout(() => resolve('silence'), SILENCE_MILLISECONDS);
          wake = () => {
            clearTimeout(timer);
            resolve('woken');
          };
          if (due) wake();
        });
        if (waited === 'silence') await stream.write(': still here\n\n');
      }
    } finally {
      end();
    }
  });
}
