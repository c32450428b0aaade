/**
 * Says how much a virtual machine likes a host: the host with the highest score gets it, the one that was switched on
 * first where scores are equal. One with nothing on it has all of its cores and memory free.
 *
 * @param cores cores the machine needs, of the 16 a host has
 * @param memory memory it needs, in units of which a host has 32
 * @param freeCores cores free on the host before the machine is placed
 * @param freeMemory memory free on it
 */
export function score(cores: number, memory: number, freeCores: number, freeMemory: number): number {
  return -((freeCores - cores) / 16 + (freeMemory - memory) / 32);
}
