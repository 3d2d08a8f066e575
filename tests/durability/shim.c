/* Records every file operation under one folder, with its data, and fails, cuts or kills one of them on demand.
 *
 * Loaded with LD_PRELOAD into real processes (Linux, glibc), so it sees Python and the engine alike. shim_arm() or the
 * variables SHIM_FOLDER and SHIM_LOG switch it on. What is written to standard output is recorded as well: it is the
 * acknowledgement. An operation that changes files in a way not modelled here is recorded as 'x', and the test fails.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CHANGES = 1, READS = 2 };            /* which calls are counted */
enum { GO, FAIL, CUT };                     /* what becomes of one */
enum { BY_ERROR = 1, BY_HALF = 2, BY_KILL = 3 };
#define MOST 65536

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static char under[PATH_MAX];
static size_t under_len;
static int log_fd = -1, error_wanted, way, classes;
static long at, count;
static uint32_t handles[MOST], next_handle = 1;

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

struct head { uint8_t op; uint8_t pad[3]; uint32_t handle; uint64_t offset; uint32_t first, second; };

static void note(char op, uint32_t handle, uint64_t offset, const void *a, size_t la, const void *b, size_t lb) {
    if (log_fd < 0) return;
    static ssize_t (*real)(int, const struct iovec *, int);
    if (!real) real = (ssize_t (*)(int, const struct iovec *, int))dlsym(RTLD_NEXT, "writev");
    struct head head = {(uint8_t)op, {0}, handle, offset, (uint32_t)la, (uint32_t)lb};
    struct iovec parts[3] = {{&head, sizeof head}, {(void *)a, la}, {(void *)b, lb}};
    int saved = errno;
    if (real(log_fd, parts, 3) != (ssize_t)(sizeof head + la + lb)) abort();
    errno = saved;
}

void shim_arm(const char *folder, const char *log, int which, int how, long when, int error) {
    strncpy(under, folder, sizeof under - 1);
    under_len = strlen(under);
    static int (*real)(const char *, int, ...);
    if (!real) real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
    log_fd = log && *log ? real(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    classes = which, way = how, at = when, error_wanted = error, count = 0;
}

long shim_count(void) { return count; }

__attribute__((constructor)) static void from_the_environment(void) {
    const char *folder = getenv("SHIM_FOLDER"), *log = getenv("SHIM_LOG");
    if (folder) shim_arm(folder, log, CHANGES, 0, 0, 0);
}

static int inside(int dir, const char *path, char *out) {
    char base[PATH_MAX] = "";
    if (!under_len || !path) return 0;
    if (path[0] != '/') {
        if (dir == AT_FDCWD) { if (!getcwd(base, sizeof base)) return 0; }
        else {
            char link[64];
            snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
            ssize_t n = readlink(link, base, sizeof base - 1);
            if (n < 0) return 0;
            base[n] = 0;
        }
        snprintf(out, PATH_MAX, "%s/%s", base, strncmp(path, "./", 2) ? path : path + 2);
    } else snprintf(out, PATH_MAX, "%s", path);
    size_t n = strlen(out);
    while (n > 1 && (out[n - 1] == '/' || (out[n - 1] == '.' && out[n - 2] == '/'))) out[--n] = 0;
    return !strncmp(out, under, under_len) && (out[under_len] == '/' || !out[under_len]);
}

static uint32_t handle_of(int fd) { return fd >= 0 && fd < MOST ? handles[fd] : 0; }

/* Whether the call that is about to be made goes wrong. The lock is held. */
static int fate(int class, char op, uint32_t handle) {
    if (!(class & classes) || ++count != at) return GO;
    if (way == BY_KILL) { kill(getpid(), SIGKILL); for (;;) pause(); }
    if (way == BY_HALF) return CUT;
    if (way != BY_ERROR) return GO;
    note('e', handle, (uint64_t)error_wanted, &op, 1, 0, 0);
    errno = error_wanted;
    return FAIL;
}
#define IN pthread_mutex_lock(&lock)
#define OUT pthread_mutex_unlock(&lock)
#define TRY(class, op, handle) do { if (fate(class, op, handle) == FAIL) { OUT; return -1; } } while (0)

static int opened(int fd, const char *path, int tracked, int flags) {
    if (fd >= 0 && fd < MOST) {
        handles[fd] = 0;
        struct stat is;
        if (tracked && (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC) || (!fstat(fd, &is) && S_ISDIR(is.st_mode)))) {
            handles[fd] = next_handle++;
            note('o', handles[fd], (uint64_t)flags, path, strlen(path), 0, 0);
        }
    }
    return fd;
}
static int class_of(int flags) { return flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC) ? CHANGES : READS; }

#define OPEN(name) int name(const char *path, int flags, ...) { REAL(name); char full[PATH_MAX]; \
    va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest); \
    int tracked = inside(AT_FDCWD, path, full); IN; if (tracked) TRY(class_of(flags), 'o', 0); \
    int fd = opened(real(path, flags, mode), full, tracked, flags); OUT; return fd; }
OPEN(open)
OPEN(open64)
#define OPENAT(name) int name(int dir, const char *path, int flags, ...) { REAL(name); char full[PATH_MAX]; \
    va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest); \
    int tracked = inside(dir, path, full); IN; if (tracked) TRY(class_of(flags), 'o', 0); \
    int fd = opened(real(dir, path, flags, mode), full, tracked, flags); OUT; return fd; }
OPENAT(openat)
OPENAT(openat64)

int close(int fd) { REAL(close); if (fd >= 0 && fd < MOST) handles[fd] = 0; return real(fd); }

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    uint32_t handle = handle_of(fd);
    if (!handle && (fd != 1 || log_fd < 0)) return real(fd, data, size);
    IN;
    uint64_t offset = 0;
    if (handle) {
        int what = fate(CHANGES, 'w', handle);
        if (what == FAIL) { OUT; return -1; }
        if (what == CUT && size > 1) size /= 2;
        offset = (uint64_t)lseek(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
    }
    ssize_t done = real(fd, data, size);
    if (done > 0) note(handle ? 'w' : 'a', handle, offset, data, (size_t)done, 0, 0);
    OUT;
    return done;
}
#define PWRITE(name) ssize_t name(int fd, const void *data, size_t size, off_t offset) { REAL(name); \
    uint32_t handle = handle_of(fd); if (!handle) return real(fd, data, size, offset); \
    IN; int what = fate(CHANGES, 'w', handle); if (what == FAIL) { OUT; return -1; } \
    if (what == CUT && size > 1) size /= 2; \
    ssize_t done = real(fd, data, size, offset); \
    if (done > 0) note('w', handle, (uint64_t)offset, data, (size_t)done, 0, 0); OUT; return done; }
PWRITE(pwrite)
PWRITE(pwrite64)

#define READ(name, list, pass) ssize_t name list { REAL(name); char link[64], path[PATH_MAX]; \
    if ((classes & READS) && at) { snprintf(link, sizeof link, "/proc/self/fd/%d", fd); \
        ssize_t n = readlink(link, path, sizeof path - 1); if (n > 0) { path[n] = 0; \
        if (under_len && !strncmp(path, under, under_len)) { IN; int what = fate(READS, 'g', 0); OUT; \
            if (what == FAIL) return -1; if (what == CUT && size > 1) size /= 2; } } } \
    return real pass; }
READ(read, (int fd, void *data, size_t size), (fd, data, size))
READ(pread, (int fd, void *data, size_t size, off_t offset), (fd, data, size, offset))
READ(pread64, (int fd, void *data, size_t size, off_t offset), (fd, data, size, offset))

#define ON_HANDLE(name, list, pass, class, op, number) int name list { REAL(name); uint32_t handle = handle_of(fd); \
    if (!handle) return real pass; IN; TRY(class, op, handle); int done = real pass; \
    if (!done) note(op, handle, (uint64_t)(number), 0, 0, 0, 0); OUT; return done; }
ON_HANDLE(fsync, (int fd), (fd), CHANGES, 's', 0)
ON_HANDLE(fdatasync, (int fd), (fd), CHANGES, 's', 0)
ON_HANDLE(ftruncate, (int fd, off_t size), (fd, size), CHANGES, 't', size)
ON_HANDLE(ftruncate64, (int fd, off_t size), (fd, size), CHANGES, 't', size)
ON_HANDLE(fallocate, (int fd, int mode, off_t from, off_t size), (fd, mode, from, size), CHANGES, 'x', 0)
ON_HANDLE(posix_fallocate, (int fd, off_t from, off_t size), (fd, from, size), CHANGES, 'x', 0)
ON_HANDLE(flock, (int fd, int what), (fd, what), CHANGES, 'l', what)

#define ON_PATH(name, list, pass, dir, op) int name list { REAL(name); char full[PATH_MAX]; \
    if (!inside(dir, path, full)) return real pass; IN; TRY(CHANGES, op, 0); int done = real pass; \
    if (!done) note(op, 0, 0, full, strlen(full), 0, 0); OUT; return done; }
ON_PATH(unlink, (const char *path), (path), AT_FDCWD, 'u')
ON_PATH(remove, (const char *path), (path), AT_FDCWD, 'u')
ON_PATH(rmdir, (const char *path), (path), AT_FDCWD, 'd')
ON_PATH(mkdir, (const char *path, mode_t mode), (path, mode), AT_FDCWD, 'm')
ON_PATH(mkdirat, (int dir, const char *path, mode_t mode), (dir, path, mode), dir, 'm')
ON_PATH(unlinkat, (int dir, const char *path, int flags), (dir, path, flags), dir, flags & AT_REMOVEDIR ? 'd' : 'u')
ON_PATH(truncate, (const char *path, off_t size), (path, size), AT_FDCWD, 'x')
ON_PATH(truncate64, (const char *path, off_t size), (path, size), AT_FDCWD, 'x')

#define RENAME(name, list, pass, from, to) int name list { REAL(name); char one[PATH_MAX], two[PATH_MAX]; \
    int moved = inside(from, old, one) + inside(to, new, two); if (!moved) return real pass; \
    IN; TRY(CHANGES, 'r', 0); int done = real pass; \
    if (!done) note(moved == 2 ? 'r' : 'x', 0, 0, one, strlen(one), two, strlen(two)); OUT; return done; }
RENAME(rename, (const char *old, const char *new), (old, new), AT_FDCWD, AT_FDCWD)
RENAME(renameat, (int a, const char *old, int b, const char *new), (a, old, b, new), a, b)
#define LINK(name, list, pass) int name list { REAL(name); char full[PATH_MAX]; \
    if (inside(AT_FDCWD, new, full)) note('x', 0, 0, full, strlen(full), 0, 0); return real pass; }
LINK(link, (const char *old, const char *new), (old, new))
LINK(symlink, (const char *old, const char *new), (old, new))

#define LOOK(name, list, pass, dir) int name list { REAL(name); char full[PATH_MAX]; \
    if ((classes & READS) && at && inside(dir, path, full)) { IN; TRY(READS, 'g', 0); OUT; } return real pass; }
LOOK(stat, (const char *path, struct stat *is), (path, is), AT_FDCWD)
LOOK(stat64, (const char *path, struct stat64 *is), (path, is), AT_FDCWD)
LOOK(lstat, (const char *path, struct stat *is), (path, is), AT_FDCWD)
LOOK(lstat64, (const char *path, struct stat64 *is), (path, is), AT_FDCWD)
LOOK(fstatat, (int dir, const char *path, struct stat *is, int flags), (dir, path, is, flags), dir)

ssize_t sendfile(int to, int from, off_t *offset, size_t size);
ssize_t sendfile(int to, int from, off_t *offset, size_t size) {
    REAL(sendfile);
    if (handle_of(to)) note('x', handle_of(to), 0, 0, 0, 0, 0);
    return real(to, from, offset, size);
}
ssize_t writev(int fd, const struct iovec *parts, int n) {
    REAL(writev);
    if (handle_of(fd)) note('x', handle_of(fd), 0, 0, 0, 0, 0);
    return real(fd, parts, n);
}
void *mmap(void *where, size_t size, int protection, int flags, int fd, off_t offset) {
    REAL(mmap);
    if (fd >= 0 && handle_of(fd) && (flags & MAP_SHARED) && (protection & PROT_WRITE)) note('x', handle_of(fd), 0, 0, 0, 0, 0);
    return real(where, size, protection, flags, fd, offset);
}
