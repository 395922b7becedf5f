#define _GNU_SOURCE

#include "CPlatform.h"

#include <errno.h>

#if defined(__linux__)

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/// In the fork: makes the namespace and waits in it, as a program without memory of the server, for its input to end.
static _Noreturn void hold_namespace(int input, int failures) {
    static const char *const argv[] = {"/bin/sh", "-c", "read _", NULL};
    static const char *const environment[] = {NULL};
    int failure = 0;
    if (unshare(CLONE_NEWUSER) < 0 || dup2(input, STDIN_FILENO) < 0) {
        failure = errno;
    } else {
        const int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        execve(argv[0], (char *const *)argv, (char *const *)environment);
        failure = errno;
    }
    (void)!write(failures, &failure, sizeof failure);
    _exit(1);
}

static int describe(pid_t holder, const char *file, const char *text) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)holder, file);
    const int opened = open(path, O_WRONLY | O_CLOEXEC);
    if (opened < 0) {
        return errno;
    }
    const int failure = write(opened, text, strlen(text)) < 0 ? errno : 0;
    close(opened);
    return failure;
}

/// Says that everybody is there who he is outside: the caller, that is; the kernel lets him speak for nobody else.
static int describe_users(pid_t holder) {
    char users[64], groups[64];
    snprintf(users, sizeof users, "%u %u 1", geteuid(), geteuid());
    snprintf(groups, sizeof groups, "%u %u 1", getegid(), getegid());
    int failure = describe(holder, "setgroups", "deny");
    if (failure == 0) {
        failure = describe(holder, "uid_map", users);
    }
    return failure == 0 ? describe(holder, "gid_map", groups) : failure;
}

/// The namespace of the process that has executed its program, or a negative errno.
static int described_namespace(pid_t holder, int failures) {
    int failure = 0;
    ssize_t length;
    do {
        length = read(failures, &failure, sizeof failure);
    } while (length < 0 && errno == EINTR);
    if (length == 0) {
        failure = describe_users(holder);
    }
    if (failure != 0) {
        return -failure;
    }
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/user", (int)holder);
    const int opened = open(path, O_RDONLY | O_CLOEXEC);
    return opened < 0 ? -errno : opened;
}

int heddle_make_user_namespace(void) {
    int input[2], failures[2];
    if (pipe2(input, O_CLOEXEC) < 0) {
        return -errno;
    }
    if (pipe2(failures, O_CLOEXEC) < 0) {
        const int failure = errno;
        close(input[0]), close(input[1]);
        return -failure;
    }
    // The child starts with every signal blocked, as a supervisor does.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const pid_t holder = fork();
    if (holder == 0) {
        hold_namespace(input[0], failures[1]);
    }
    const int fork_failure = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(input[0]), close(failures[1]);
    const int result = holder < 0 ? -fork_failure : described_namespace(holder, failures[0]);
    close(input[1]), close(failures[0]);
    if (holder > 0) {
        while (waitpid(holder, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    return result;
}

#else

int heddle_make_user_namespace(void) { return -ENOSYS; }

#endif
