/* Makes the n-th write, sync, truncation or creation of a file in one folder fail as a real disk
   does. Loaded before the C library (LD_PRELOAD); armed from the test by fault_arm. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char folder[4096];
static int countdown = 0, fail_with = 0, forever = 0, seen = 0;

void fault_arm(const char *in, int at, int error, int keep_failing) {
    snprintf(folder, sizeof folder, "%s", in);
    countdown = at;
    fail_with = error;
    forever = keep_failing;
    seen = 0;
}

int fault_seen(void) { return seen; }

static int fails_here(const char *path) {
    if (!fail_with || strncmp(path, folder, strlen(folder)) != 0) return 0;
    seen++;
    if (countdown > 0 && --countdown == 0) { if (forever) countdown = 1; errno = fail_with; return 1; }
    return 0;
}

static int fails(int fd) {
    char link[64], path[4096];
    if (!fail_with) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return fails_here(path);
}

#define REAL(type, name, ...) type (*real)(__VA_ARGS__) = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

#define WRITES(name) \
    ssize_t name(int fd, const void *data, size_t size, off_t at) { \
        REAL(ssize_t, #name, int, const void *, size_t, off_t); \
        return fails(fd) ? -1 : real(fd, data, size, at); }
WRITES(pwrite)
WRITES(pwrite64)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    return fails(fd) ? -1 : real(fd, data, size);
}

#define SYNCS(name) \
    int name(int fd) { REAL(int, #name, int); return fails(fd) ? -1 : real(fd); }
SYNCS(fsync)
SYNCS(fdatasync)

#define CUTS(name) \
    int name(int fd, off_t size) { REAL(int, #name, int, off_t); return fails(fd) ? -1 : real(fd, size); }
CUTS(ftruncate)
CUTS(ftruncate64)

#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more); \
        REAL(int, #name, const char *, int, ...); \
        return (flags & O_CREAT) && fails_here(path) ? -1 : real(path, flags, mode); }
OPENS(open)
OPENS(open64)
