#define _GNU_SOURCE

#include "supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/// The pairs of descriptors between server and supervisor; [0] is the server's.
typedef struct {
    int lifeline[2];
    int status[2];
    int output[2];
} channels;

#if defined(__linux__)

static int open_channels(channels *c) {
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, c->lifeline) < 0) {
        return errno;
    }
    if (pipe2(c->status, O_CLOEXEC) < 0 || pipe2(c->output, O_CLOEXEC) < 0) {
        return errno;
    }
    return fcntl(c->output[0], F_SETFL, O_NONBLOCK) < 0 ? errno : 0;
}

/// A fork without fork handlers: they would take and reset locks of libraries that the supervisor never calls.
static pid_t fork_supervisor(void) {
#if defined(HEDDLE_SANITIZED)
    return fork();
#else
    return _Fork();
#endif
}

#else

static int open_channels(channels *c) {
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, c->lifeline) < 0 || pipe(c->status) < 0 || pipe(c->output) < 0) {
        return errno;
    }
    int *pairs[] = {c->lifeline, c->status, c->output};
    for (int i = 0; i < 3; i++) {
        if (fcntl(pairs[i][0], F_SETFD, FD_CLOEXEC) < 0 || fcntl(pairs[i][1], F_SETFD, FD_CLOEXEC) < 0) {
            return errno;
        }
    }
    return fcntl(c->output[0], F_SETFL, O_NONBLOCK) < 0 ? errno : 0;
}

static pid_t fork_supervisor(void) {
    return fork();
}

#endif

static void close_side(const channels *c, int side) {
    const int fds[] = {c->lifeline[side], c->status[side], c->output[side]};
    for (int i = 0; i < 3; i++) {
        if (fds[i] >= 0) {
            close(fds[i]);
        }
    }
}

int heddle_spawn(const heddle_spawn_request *request, heddle_spawned *spawned) {
    channels c = {{-1, -1}, {-1, -1}, {-1, -1}};
    int failure = open_channels(&c);

    pid_t supervisor = -1;
    if (failure == 0) {
        // The child starts with every signal blocked: the server's handlers must not run in it, they would write to
        // descriptors that both share.
        sigset_t all, before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        supervisor = fork_supervisor();
        if (supervisor == 0) {
            heddle_supervise(request, c.lifeline[1], c.status[1], c.output[1]);
        }
        failure = supervisor < 0 ? errno : 0;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }

    close_side(&c, 1);
    if (failure != 0) {
        close_side(&c, 0);
        return failure;
    }
    *spawned = (heddle_spawned){
        .supervisor = supervisor,
        .lifeline = c.lifeline[0],
        .status = c.status[0],
        .output = c.output[0],
    };
    return 0;
}

int heddle_exit_signal(int32_t status, int32_t *code) {
    if (WIFSIGNALED(status)) {
        *code = 0;
        return WTERMSIG(status);
    }
    *code = WEXITSTATUS(status);
    return 0;
}
