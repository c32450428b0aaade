import type { Certificate } from '../../kernel/certificate.ts';
import { certificateChapters } from '../../report/certificate/chapters.ts';
import type { FollowedRun } from './followed-run.ts';
import type { Inquiries } from './inquiries.ts';
import type { CertificateReply } from './protocol.ts';

const KEEPS_SHOWN = 50;
/** A run that goes on is certified anew no sooner than after this, and after ten times what it took. */
const APART_MILLISECONDS = 3000;
const APART_TIMES = 10;

interface Known {
  readonly sequence: number;
  readonly until: number;
  readonly certificate: Certificate | null;
}

/** Certificates of runs as they are, worked out when somebody asks. */
export function createCertificates(inquiries: Inquiries): (run: FollowedRun) => Promise<CertificateReply> {
  const known = new Map<string, Known>();
  const underWay = new Map<string, Promise<Known>>();

  const workOut = async ({ directory, sequence }: Asked): Promise<Known> => {
    const started = performance.now();
    const certificate = await inquiries.certificate(directory);
    const now = performance.now();
    const until = now + Math.max(APART_MILLISECONDS, APART_TIMES * (now - started));
    const found = { sequence, until, certificate };
    known.set(directory, found);
    return found;
  };

  return async (run) => {
    const asked = { directory: run.place.directory, sequence: run.progress().total };
    const last = known.get(asked.directory);
    if (last !== undefined && (last.sequence === asked.sequence || performance.now() < last.until))
      return replyOf(last);
    const own =
      underWay.get(asked.directory) ?? workOut(asked).finally(() => underWay.delete(asked.directory));
    underWay.set(asked.directory, own);
    return replyOf(await own);
  };
}

interface Asked {
  readonly directory: string;
  readonly sequence: number;
}

function replyOf({ certificate }: Known): CertificateReply {
  return { certificate, chapters: certificate === null ? [] : certificateChapters(certificate, KEEPS_SHOWN) };
}
