#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

extern char **environ;

int heddle_open(const char *path, int flags, mode_t mode) {
    return open(path, flags | O_CLOEXEC, mode);
}

int heddle_dup_cloexec(int fd, int lowest) {
    return fcntl(fd, F_DUPFD_CLOEXEC, lowest);
}

int heddle_take_stdout(void) {
    int taken = heddle_dup_cloexec(STDOUT_FILENO, STDERR_FILENO + 1);
    if (taken < 0) {
        return -1;
    }
    if (dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
        int failure = errno;
        close(taken);
        errno = failure;
        return -1;
    }
    return taken;
}

const char *const *heddle_environment(void) {
    return (const char *const *)environ;
}
