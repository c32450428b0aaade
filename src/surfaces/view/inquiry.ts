/** What takes too long to work out between two answers of the server. */
export interface Inquiry {
  /** Answered with a `Certificate` or null, and with `Verified`. */
  readonly kind: 'certificate' | 'verification';
  readonly directory: string;
}
