/*
 * Loaded into every program of a sandbox: tells the calendar time of a later day. Only that: time that merely passes
 * (CLOCK_MONOTONIC and its kin) is what waiting rests on, and the kernel would not wait by ours.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* Set in a copy of the compiled file; `volatile` keeps the compiler from believing the zero. */
static volatile struct {
  char mark[16];
  int64_t seconds;
} later = {"clock is later:", 0};

static int (*kernel_clock)(clockid_t, struct timespec *);

static int read_clock(clockid_t clock, struct timespec *now) {
  /* Programs ask before any constructor has run. */
  if (kernel_clock == NULL) *(void **)&kernel_clock = dlsym(RTLD_NEXT, "clock_gettime");
  return kernel_clock == NULL ? (int)syscall(SYS_clock_gettime, clock, now) : kernel_clock(clock, now);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = read_clock(clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI))
    now->tv_sec += later.seconds;
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  struct timespec precise;
  (void)zone;
  int result = clock_gettime(CLOCK_REALTIME, &precise);
  if (result == 0) {
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
  }
  return result;
}

time_t time(time_t *now) {
  struct timespec precise;
  clock_gettime(CLOCK_REALTIME, &precise);
  if (now != NULL) *now = precise.tv_sec;
  return precise.tv_sec;
}

int timespec_get(struct timespec *now, int base) {
  if (base != TIME_UTC) return 0;
  return clock_gettime(CLOCK_REALTIME, now) == 0 ? base : 0;
}
